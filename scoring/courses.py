"""The families of options, and the options that rules name (`design.md` 4.8)."""

STAYING, PREPARING, RETENDERING, INSOURCING = "staying", "preparing", "retendering", "insourcing"

REFERENCE, IMPROVE, RENEGOTIATE, TEAM = "O0", "O1", "O2", "O3"
MINIMAL, TRANSFORM, INSOURCE = "O5", "O6", "O7"
