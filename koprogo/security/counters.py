"""What /metrics counts about who is calling: sums only, never an association, a person or an address."""

from prometheus_client import Counter, Gauge

REFUSED = Counter("koprogo_gate_refusals_total", "Events that the gate refused", ["signed_in"])
TURNED_AWAY = Counter("koprogo_door_refusals_total", "Requests and connections refused at the door", ["why"])
ANONYMOUS = Gauge("koprogo_anonymous_connections", "Live connections without a sign-in")
SIGNED_IN = Gauge("koprogo_signed_in_connections", "Live connections with a sign-in")
SIGN_INS = Counter("koprogo_sign_ins_total", "Tries to sign in", ["way", "result"])
