import "./workers.js";
import { GraphiQL } from "graphiql";
import { StarIcon, ToolbarButton, ToolbarMenu, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import "graphiql/style.css";
import "./explorer.css";

const ENDPOINT = new URL("graphql", document.baseURI);
const EXAMPLES = JSON.parse(document.getElementById("examples").textContent);

// For a moment after a change of tabs, GraphiQL still names the operation of the other tab.
async function fetcher({ query, variables, operationName }, { headers } = {}) {
  const named = query.includes(operationName) ? operationName : undefined;
  const answer = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ query, variables, operationName: named }),
  });
  return answer.json();
}

/** A menu of the examples; one that stands in a tab already is gone to. */
function Examples() {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, queryEditor, variableEditor } = useGraphiQL((state) => state);
  useEffect(() => queryEditor?.updateOptions({ wordWrap: "on" }), [queryEditor]); // as answers are
  function open({ query }) {
    const place = tabs.findIndex((tab) => tab.query === query);
    if (place >= 0) return changeTab(place);
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue("");
    updateActiveTabValues({ query });
  }
  return (
    <ToolbarMenu
      button={
        <ToolbarButton label="Examples">
          <StarIcon className="graphiql-toolbar-icon" aria-hidden="true" />
        </ToolbarButton>
      }
    >
      {EXAMPLES.map((example) => (
        <ToolbarMenu.Item key={example.who} onSelect={() => open(example)}>
          {example.who}
        </ToolbarMenu.Item>
      ))}
    </ToolbarMenu>
  );
}

/** What the address asks for: /explorer?query=…&variables=… as /graphql understands it. */
function asked() {
  const given = new URLSearchParams(location.search);
  if (!given.has("query")) return { defaultTabs: EXAMPLES.map(({ query }) => ({ query })) };
  const query = given.get("query");
  const variables = given.get("variables") ?? "";
  return { initialQuery: query, initialVariables: variables, defaultTabs: [{ query, variables }] };
}

createRoot(document.getElementById("explorer")).render(
  <GraphiQL fetcher={fetcher} schemaDescription {...asked()}>
    <GraphiQL.Logo>
      <a className="graphiql-logo-link" href={new URL(".", document.baseURI).href}>Newsstand</a>
    </GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <Examples />
        </>
      )}
    </GraphiQL.Toolbar>
  </GraphiQL>,
);
