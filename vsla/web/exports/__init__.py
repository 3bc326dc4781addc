"""What a person may take along: files for other programs, other servers and funders."""

from flask import Blueprint

from vsla.web.exports import arrive, bring_in, donor, group, indicators, savix, tables, targets

bp = Blueprint("exports", __name__)

group.add_to(bp)
arrive.add_to(bp)
tables.add_to(bp)
bring_in.add_to(bp)
donor.add_to(bp)
indicators.add_to(bp)
savix.add_to(bp)
targets.add_to(bp)
