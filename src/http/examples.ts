/** A query that can be run as it stands. */
export interface Example {
  title: string;
  description: string;
  query: string;
}

/** Queries to start from: the front page lists them, and the explorer opens with the first. */
export const examples: readonly Example[] = [
  example(
    'Which library develops which region?',
    'The regional development libraries (AKE) and the regions they serve: enough for a map.',
    `query Regions {
  organisations(first: 20, filter: { mandates: { some: { kind: { eq: REGIONAL } } } }) {
    nodes {
      slug
      name { value }
      mandates {
        kind
        knownAs { value }
        regions { code name { value } }
      }
    }
  }
}`,
  ),
  example(
    'The front page of a plan',
    'Title, time, vision and societal goals of the plan of Porvoo for 2026.',
    `query FrontPage {
  plan(slug: "porvoo-2026") {
    title { value }
    period { start end }
    owner { name { value } channels(filter: { kind: { eq: WEBSITE } }) { name { value } url } }
    vision { value }
    goalFrameworks {
      goals(filter: { kind: { eq: SOCIETAL } }) { nodes { title { value } } }
    }
  }
}`,
  ),
  example(
    'A navigation tree, in Finnish and Swedish',
    'Competence areas, modules and topics in printed order, as a menu shows them.',
    `query Navigation {
  plan(slug: "porvoo-2026") {
    competenceFramework {
      areas {
        nodes {
          slug
          number
          kind
          name { value }
          svenska: name(language: "sv") { value language }
          modules {
            nodes {
              slug
              name { value }
              topics { nodes { slug name { value } } }
            }
          }
        }
      }
    }
  }
}`,
  ),
  example(
    'Courses on Liboppi',
    'What is offered on the learning platform, with the key of the course and who made it.',
    `query Courses {
  actions(
    first: 50
    filter: { channels: { some: { channel: { is: { slug: { eq: "liboppi" } } } } } }
  ) {
    totalCount
    nodes {
      title { value }
      form
      channels { key channel { name { value } url } }
      participations { role organisation { name { value } } label { value } }
    }
  }
}`,
  ),
  example(
    'All places of one action',
    'An action stands once, however many cells of the plan’s table name it.',
    `query Places {
  actions(filter: { title: { contains: "Erityisen lukemisen päivä" } }) {
    nodes {
      title { value }
      placements {
        module { name { value } area { number name { value } } }
        topic { name { value } }
        wording
      }
    }
  }
}`,
  ),
  example(
    'What may happen in autumn 2026?',
    'Events that are, or may be, in the span: of most only the season or the year is known, and nothing is invented.',
    `query Autumn {
  events(
    first: 50
    filter: { timing: { possibly: { start: "2026-08-01", end: "2026-12-31" } } }
  ) {
    totalCount
    nodes {
      title { value }
      status
      timing { printed edtf precision earliest latest }
      modalities
      owner { name { value } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  ),
  example(
    'Networks to join',
    'Networks that say who may join, with what they are for and where they meet.',
    `query Networks {
  networks(first: 50, filter: { openTo: { isNull: false } }) {
    nodes {
      name { value }
      kind
      remit { value }
      openTo { value }
      channels { kind name { value } url }
    }
  }
}`,
  ),
  example(
    'Does the budget add up?',
    'Printed lines in cents, printed subtotals beside computed sums, and the posts beside the person-years that are stated.',
    `query Budget {
  plan(slug: "porvoo-2026") {
    budgetLines {
      kind
      side
      label { value }
      amount { cents currency }
      sum { cents }
      matches
    }
    budget {
      income { cents }
      expenses { cents }
      result { cents }
    }
    positions { title { value } count share }
    personYears { stated computed matches }
  }
}`,
  ),
  example(
    'Topics that nothing fills',
    'Topics of a competence framework for which no plan has an action.',
    `query Unfilled {
  topics(first: 50, filter: { actions: { none: {} } }) {
    totalCount
    nodes {
      name { value }
      module { name { value } area { name { value } framework { title { value } } } }
    }
  }
}`,
  ),
  example(
    'Digital skills and AI across plans',
    'Themes join plans of different structure: an area in one, a network in another.',
    `query Digital {
  themes(filter: { slug: { in: ["tekoaly", "digitaidot"] } }) {
    nodes {
      label { value }
      actions(first: 20) { nodes { title { value } plan { title { value } } } }
      networks(first: 20) { nodes { name { value } owner { name { value } } } }
    }
  }
}`,
  ),
  example(
    'Who organises mentoring?',
    'Mentoring in all plans, with everyone who takes part and as what.',
    `query Mentoring {
  actions(filter: { form: { eq: MENTORING } }) {
    nodes {
      title { value }
      plan { title { value } owner { name { value } } }
      timing { printed edtf }
      participations { role organisation { name { value } } label { value } }
    }
  }
}`,
  ),
  example(
    'When authorities change',
    'Authorities with the days on which they began and ended, and who took over.',
    `query Authorities {
  organisations(first: 50, filter: { kind: { eq: AUTHORITY } }) {
    nodes {
      name { value }
      validFrom
      validTo
      succeededBy { name { value } validFrom }
    }
  }
}`,
  ),
];

function example(title: string, description: string, query: string): Example {
  return { title, description, query };
}
