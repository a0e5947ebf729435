"""What each page shows, as frozen values made from questionnaire, facts and assessment; no request, no answer."""
