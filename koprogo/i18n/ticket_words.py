"""The code words of reported problems as people read them, on screens, on the occupants' pages and in lists of choices."""

from collections.abc import Mapping

# fmt: off
WORDS: Mapping[str, str] = {
    # what it is about
    "water":        "Water, leak, damp",
    "heating":      "Heating, hot water",
    "electricity":  "Electricity, lighting",
    "lift":         "Lift",
    "doors":        "Doors, locks, intercom",
    "structure":    "Roof, wall, window",
    "cleaning":     "Cleaning, waste, pests",
    "safety":       "Fire safety, gas",
    "other":        "Something else",
    # where
    "common":       "Entrance, cellar or another common part",
    "staircase":    "Staircase",
    "floor":        "Corridor of a floor",
    "lot":          "Inside a lot",
    "outside":      "Outside, garden, roof",
    # how much it presses
    "danger":       "There is danger",
    "soon":         "It gets worse if nobody comes",
    "normal":       "It can wait",
    # where it stands
    "reported":     "Reported",
    "acknowledged": "Seen by the syndic",
    "planned":      "Repair planned",
    "solved":       "Solved, says the syndic",
    "declined":     "Not taken up",
    "confirmed":    "Solved",
    "reopened":     "Open again",
    "noted":        "Note",
}
# fmt: on
