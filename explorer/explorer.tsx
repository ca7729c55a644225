import { useEditorContext, usePluginStore, type GraphiQLPlugin } from '@graphiql/react';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { examples } from '../src/http/examples';
import 'graphiql/style.css';
import './explorer.css';

/** As in `explorer.css`: one thing beside the other, or one above the other. */
const isNarrow = () => matchMedia('(max-width: 50rem)').matches;

const fetcher: GraphiQLProps['fetcher'] = async (asked, { headers } = {}) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(asked),
  });
  return (await response.json()) as object;
};

/** The examples of the front page; each opens in a tab of its own. */
const EXAMPLES: GraphiQLPlugin = {
  title: 'Examples',
  icon: () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M3 5h18M3 12h9M3 19h9M16 11.5v9l5.5-4.5z" strokeLinejoin="round" />
    </svg>
  ),
  content: function Examples() {
    const { tabs, activeTabIndex, addTab, changeTab, queryEditor } = useEditorContext({
      nonNull: true,
    });
    const { setVisiblePlugin } = usePluginStore();
    const open = (query: string) => {
      const found = tabs.findIndex((tab) => tab.query === query);
      if (found >= 0) changeTab(found);
      else {
        flushSync(addTab); // the editor holds the new tab before it is filled
        queryEditor?.setValue(query);
      }
      if (isNarrow()) setVisiblePlugin(null);
      document.querySelector('.graphiql-tab-active')?.scrollIntoView({ inline: 'nearest' });
    };
    return (
      <section aria-label="Examples" className="examples">
        <h2>Examples</h2>
        <ul>
          {examples.map(({ title, description, query }) => (
            <li key={title}>
              <button
                type="button"
                aria-current={tabs[activeTabIndex]?.query === query}
                onClick={() => open(query)}
              >
                <strong>{title}</strong>
                <span>{description}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  },
};

/** The storage of the browser without the headers of what was asked before: a key does not stay in it. */
const storage: GraphiQLProps['storage'] = {
  getItem: (name) => localStorage.getItem(name),
  setItem: (name, value) => localStorage.setItem(name, HISTORY.test(name) ? bare(value) : value),
  removeItem: (name) => localStorage.removeItem(name),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};
const HISTORY = /:(queries|favorites)$/;
const bare = (value: string) =>
  JSON.stringify(
    JSON.parse(value, (name, each: unknown) => (name === 'headers' ? undefined : each)),
  );

/** Keeps in the address what the editor holds, so that it can be sent on. */
const keepAddress: GraphiQLProps['onTabChange'] = ({ tabs, activeTabIndex }) => {
  const { query, variables } = tabs[activeTabIndex]!;
  const search = new URLSearchParams();
  if (query) search.set('query', query);
  if (variables) search.set('variables', variables);
  history.replaceState(null, '', search.size > 0 ? `?${search}` : location.pathname);
};

const asked = new URLSearchParams(location.search);

createRoot(document.querySelector('main')!).render(
  <GraphiQL
    fetcher={fetcher}
    query={asked.get('query') ?? undefined}
    variables={asked.get('variables') ?? undefined}
    defaultQuery={examples[0]!.query}
    plugins={[EXAMPLES]}
    inputValueDeprecation
    storage={storage}
    shouldPersistHeaders={false}
    onTabChange={keepAddress}
  >
    <GraphiQL.Logo>
      <a href="/" title="Front page">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="8" fill="#14506e" />
          <path d="M8 2l3 6H5z" fill="#fff" />
          <path d="M8 14l3-6H5z" fill="#8cc" />
        </svg>
        Luotsi
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
