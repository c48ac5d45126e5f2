"""The faults: what a careless colleague, a former law, a foreign one or a rounded fraction would have written."""

from tests.mutants.planting import Fault

MAJORITIES, QUORUM, PROXIES = "rules.assemblies.majorities", "rules.assemblies.quorum", "rules.assemblies.proxies"
CEILING, TALLY, KINDS = "rules.assemblies.voting_power", "rules.assemblies.tally", "rules.assemblies.decision_kinds"
REDUCTION = "rules.assemblies.reduction"
APPORTION, SHARES = "rules.charges.apportion", "core.shares"

# fmt: off
FAULTS = (
    # majorities
    Fault("a tie is carried", MAJORITIES, "Fraction(1, 2), strict=True", "Fraction(1, 2), strict=False", "majority"),
    Fault("two thirds must be passed", MAJORITIES, "Fraction(2, 3), strict=False",
          "Fraction(2, 3), strict=True", "majority"),
    Fault("three quarters as before 2019", MAJORITIES, "Fraction(2, 3)", "Fraction(3, 4)", "majority"),
    Fault("four fifths must be passed", MAJORITIES, "Fraction(4, 5), strict=False",
          "Fraction(4, 5), strict=True", "majority"),
    Fault("abstentions are votes cast", MAJORITIES, "return self.in_favour + self.against",
          "return self.in_favour + self.against + self.abstained", "majority"),
    Fault("nobody's vote carries", MAJORITIES, "if tally.cast == 0:\n        return False",
          "if tally.cast == 0:\n        return True", "majority"),
    Fault("a rounded fraction decides", MAJORITIES, "share = Fraction(tally.in_favour, tally.cast)",
          "share = Fraction(round(1000 * tally.in_favour / tally.cast), 1000)", "majority"),
    Fault("a float decides", MAJORITIES, "share = Fraction(tally.in_favour, tally.cast)",
          "share = tally.in_favour / tally.cast", "majority"),
    Fault("unanimity of the votes cast", MAJORITIES, "return in_favour == base > 0",
          "return in_favour > 0 and against == 0", "unanimity"),
    Fault("abstaining does not defeat unanimity", MAJORITIES, "return in_favour == base > 0",
          "return in_favour + abstained == base > 0", "unanimity"),
    Fault("the new meeting still needs everyone", MAJORITIES, "if not second_meeting:", "if True:", "unanimity"),
    Fault("everyone present is enough at once", MAJORITIES, "if not second_meeting:",
          "if not second_meeting and present_shares is None:", "unanimity"),
    # quorum
    Fault("half of the heads is enough", QUORUM, "2 * a.owners_present > a.owners",
          "2 * a.owners_present >= a.owners", "quorum"),
    Fault("half of the shares is not enough", QUORUM, "2 * a.shares_present >= a.shares",
          "2 * a.shares_present > a.shares", "quorum"),
    Fault("three quarters exactly is enough", QUORUM, "4 * a.shares_present > 3 * a.shares",
          "4 * a.shares_present >= 3 * a.shares", "quorum"),
    Fault("heads or half of the shares", QUORUM, "heads_and_half=heads_ok and half_ok",
          "heads_and_half=heads_ok or half_ok", "quorum"),
    Fault("shares alone decide", QUORUM, "heads_and_half=heads_ok and half_ok", "heads_and_half=half_ok", "quorum"),
    Fault("three quarters needs heads too", QUORUM, "three_quarters=three_quarters_ok",
          "three_quarters=three_quarters_ok and heads_ok", "quorum"),
    Fault("the second session needs a quorum", QUORUM, "if session is Session.SECOND:", "if False:", "quorum"),
    Fault("an empty second session decides", QUORUM, "if attendance.owners_present == 0:", "if False:", "quorum"),
    # proxies
    Fault("four proxies", PROXIES, "MOST_PROXIES = 3", "MOST_PROXIES = 4", "proxy"),
    Fault("two proxies", PROXIES, "MOST_PROXIES = 3", "MOST_PROXIES = 2", "proxy"),
    Fault("under a tenth", PROXIES, "elif together <= most_together:", "elif together < most_together:", "proxy"),
    Fault("a fifth, not a tenth", PROXIES, "MORE_WITHIN = Fraction(1, 10)", "MORE_WITHIN = Fraction(1, 5)", "proxy"),
    Fault("own votes forgotten", PROXIES, "holder_own + sum(held) + offered", "sum(held) + offered", "proxy"),
    Fault("the new proxy forgotten", PROXIES, "holder_own + sum(held) + offered", "holder_own + sum(held)", "proxy"),
    Fault("the tenth rounded up", PROXIES, "int(building_shares * MORE_WITHIN)",
          "-int(-building_shares * MORE_WITHIN // 1)", "proxy"),
    Fault("the tenth binds the first three", PROXIES, "elif number <= MOST_PROXIES:",
          "elif number <= MOST_PROXIES and together <= most_together:", "proxy"),
    Fault("the syndic holds proxies", PROXIES, "if holder_is_syndic:", "if False:", "proxy"),
    Fault("her own proxy-holder", PROXIES, "elif holder_is_giver:", "elif False:", "proxy"),
    # the ceiling and the count
    Fault("half of the room less one vote", CEILING, "return everyone - own", "return (everyone - 1) // 2", "voting_power"),
    Fault("no ceiling", CEILING, "return everyone - own", "return everyone", "voting_power"),
    Fault("a sole attendee counts for nothing", CEILING, "return sum(votes > 0 for votes in carried.values()) == 1",
          "return False", "voting_power"),
    Fault("the silent do not raise the ceiling", REDUCTION, "present = dict(others_present)", "present = {}", "tally"),
    Fault("only her last ballot is carried", REDUCTION, "present[person] = present.get(person, 0) + ballot.shares",
          "present[person] = ballot.shares", "tally"),
    Fault("only her last ballot counts", REDUCTION, "hers[hand] = hers.get(hand, 0) + piece.shares",
          "hers[hand] = piece.shares", "tally"),
    Fault("abstentions escape the ceiling", REDUCTION, "if sum(choices.values()) <= most:",
          "if 'abstain' in choices or sum(choices.values()) <= most:", "tally"),
    Fault("blank is abstaining", TALLY, "abstained=sums[Choice.ABSTAIN],",
          "abstained=sums[Choice.ABSTAIN] + sums[Choice.BLANK],", "tally"),
    Fault("the loss falls on one choice", REDUCTION,
          "return largest_remainder(most, choices)",
          "first = max(choices, key=choices.get)\n"
          "    return {**choices, first: choices[first] - sum(choices.values()) + most}", "tally"),
    Fault("several hands escape the ceiling", REDUCTION, "too_many = carried > most and", "too_many = False and", "tally"),
    Fault("unreduced votes decide", TALLY, "return is_carried(_tally(sums), majority)",
          "return is_carried(_tally(unreduced), majority)", "tally"),
    Fault("the vote left over is lost", SHARES, "[:left_over]", "[:0]", "tally"),
    # apportionment
    Fault("the smallest remainder first", SHARES, "(-(whole * shares[name] % total), name)",
          "(whole * shares[name] % total, name)", "apportion"),
    Fault("ties by the order of entry", SHARES, "(-(whole * shares[name] % total), name)",
          "-(whole * shares[name] % total)", "apportion"),
    Fault("ties to the higher lot", SHARES, "(-(whole * shares[name] % total), name)",
          "(-(whole * shares[name] % total), [-ord(sign) for sign in name])", "apportion"),
    Fault("ties by lot number as a number", SHARES, "(-(whole * shares[name] % total), name)",
          "(-(whole * shares[name] % total), name.rjust(20))", "apportion"),
    Fault("cents left over go to the largest lot", SHARES, "(-(whole * shares[name] % total), name)",
          "(-shares[name], name)", "apportion"),
    Fault("a credit becomes a bill", APPORTION, "Money(sign * cents)", "Money(cents)", "apportion"),
    Fault("every part rounded by itself", SHARES, "whole * share // total for name",
          "(2 * whole * share + total) // (2 * total) for name", "apportion"),
    # kinds of decision
    Fault("what follows is absolute", KINDS, "    return code\n",
          "    return Majority.ABSOLUTE\n", "decision_majority"),
    Fault("notes stay in the name", KINDS, 'row["decision_type"].partition("(")', 'row["decision_type"].partition("|")',
          "decision_majority"),
)
# fmt: on
