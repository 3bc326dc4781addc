// Answers of the phone's modules, in the form of tests/domain/vectors.py; handed to the browser.
async ({ base, ask, text }) => {
  const rest = await import(`${base}rest.js`);
  const domain = {};
  for (const [path, [, variable, names]] of Object.entries(await (await fetch(`${base}places.json`)).json())) {
    if (!path.startsWith("domain/")) continue;
    for (const [known, called] of Object.entries(names)) domain[known] = rest[variable][called];
  }

  const moved = (each) => [each.kind, each.amount, each.member, each.loan, each.count];

  const posted = (source, books, standing) => {
    const { document, problems } = domain.parseMeeting(source);
    if (problems.length) return { told: { problems } };
    const { posting, problems: found, breaches } = domain.postMeeting(document, books, standing);
    const told = { problems: found, breaches };
    if (!found.length) told.movements = posting.movements.map(moved);
    return { told, posting: found.length ? null : posting, document };
  };

  const answers = {
    vector({ constitution, roster, cash_step_minor, books, document: source }) {
      const before = JSON.stringify(books);
      const { told, posting, document } = posted(source, books, {
        constitution, roster, cash_step_minor,
      });
      if (JSON.stringify(books) !== before) throw Error("the books before were changed");
      if (!posting) return told;
      const after = posting.books;
      return {
        ...told,
        balances: Object.fromEntries(Object.entries(after.balances).filter((each) => each[1])),
        shares: after.shares,
        fines_owed: after.fines_owed,
        payable: after.payable,
        loans_owed: Object.fromEntries(
          after.loans.map((loan) => [loan.loan, domain.owed(loan, document.held_on)])),
      };
    },

    life({ constitution, roster, cash_step_minor, books, documents }) {
      let here = books;
      let standing = { constitution, roster, cash_step_minor };
      return documents.map(([source, look_on]) => {
        const { told, posting } = posted(source, here, standing);
        if (!posting) return told;
        here = posting.books;
        const changed = domain.withDepartures(standing.roster, posting.departures, here.last_held_on);
        standing = { ...standing, roster: changed };
        const looked = here.loans.map((loan) => [
          loan.loan, domain.owed(loan, look_on), domain.arrears(loan, look_on),
          domain.daysLate(loan, look_on),
        ]);
        const left = changed.members.filter((who) => who.left_on);
        return {
          ...told, books: here, loans: looked, left: left.map((who) => [who.member, who.left_on]),
        };
      });
    },

    call([name, ...args]) {
      return domain[name](...args);
    },
  };
  return JSON.stringify(JSON.parse(text).map(answers[ask]));
}
