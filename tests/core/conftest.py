"""Properties run without a clock: a slow machine is not a wrong rule."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
