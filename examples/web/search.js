import { ask, NoConnection, Refused } from "./api.js";
import { announce, datesIn, link, make, quiet, searchAddress, title } from "./parts.js";
import { wordsOf } from "./words.js";

const PAGE = 10;
const MOST = 100; // that the API gives at once
const PUBLICATION = `query Publication($language: LanguageCode!) {
  publication(language: $language) { name license }
}`;
const SEARCH = `query Search($language: LanguageCode!, $query: String!, $first: Int!, $after: String) {
  publication(language: $language) { name license timezone }
  search(language: $language, query: $query, first: $first, after: $after) {
    totalCount
    edges {
      highlights { field fragments }
      node { slug title lead publishedAt section { name } }
    }
    pageInfo { hasNextPage endCursor }
    facets(of: [LANGUAGE]) { values { value name count } }
  }
}`;

/** The page of a search. How much of it was seen stands in the history: who comes back sees it again. */
export async function search(language, query) {
  const words = wordsOf(language.code);
  if (!query) return emptySearch(language, words);
  const about = { language, query, words };
  const { publication, search: found } = await find(about, { first: Math.min(history.state?.seen ?? PAGE, MOST) });
  const told = found.totalCount ? `${words.found}: ${found.totalCount}` : words.nothing;
  const others = elsewhere(found.facets[0].values, about);
  const content = [title(`${words.search}: ${query}`), make("p", {}, told), others];
  content.push(...(found.totalCount ? results(found, { ...about, publication }) : [quiet(words.hint)]));
  return { language, publication, content, told };
}

async function emptySearch(language, words) {
  const content = [title(words.search), make("p", {}, words.noQuery), quiet(words.hint)];
  return { language, publication: await publicationOf(language), content, told: words.noQuery };
}

export async function publicationOf(language) {
  return (await ask(PUBLICATION, { language: language.code })).data.publication;
}

/** Ask the API itself: what was kept of an earlier search would say nothing of what is there by now. */
async function find({ language, query }, { first, after }) {
  const { data } = await ask(SEARCH, { language: language.code, query, first, after }, { keeps: false });
  return data;
}

/** What went wrong, in the reader's language; of the query, also what the API says, which is in English. */
export function searchFailure(error, words) {
  if (error instanceof Refused && error.code === "BAD_INPUT") {
    const more = [make("p", { class: "quiet", lang: "en" }, `${error.message}.`), quiet(words.hint)];
    return { told: words.unsearchable, more };
  }
  return { told: error instanceof NoConnection ? words.unconnected : words.failed };
}

/** How much there is of it in other languages: each reads the query in its own way. */
function elsewhere(counts, { language, query, words }) {
  const others = counts.filter(({ value, count }) => value !== language.code && count);
  const links = others.map(({ value, name, count }) =>
    make("span", {}, make("a", { href: searchAddress(value, query), lang: value, hreflang: value }, name), ` ${count}`));
  return links.length > 0 && make("p", { class: "quiet others" }, make("span", {}, `${words.elsewhere}:`), links);
}

/** The list, and below it the button that brings more of it, while there is more. */
function results({ edges, pageInfo, totalCount }, about) {
  const { words } = about;
  const list = make("ol", { class: "results" }, edges.map((edge) => result(edge, about)));
  const button = make("button", { type: "button" }, words.more);
  const trouble = make("p", { class: "quiet", role: "alert" });
  const more = make("div", {}, button, trouble);
  more.hidden = !pageInfo.hasNextPage;
  let after = pageInfo.endCursor;
  button.addEventListener("click", async () => {
    const from = after;
    const page = await find(about, { first: PAGE, after }).catch((error) => {
      trouble.textContent = searchFailure(error, words).told;
    });
    if (!page || from !== after || !more.isConnected) return; // it did not come, or came twice or too late
    const added = page.search.edges.map((edge) => result(edge, about));
    list.append(...added);
    after = page.search.pageInfo.endCursor;
    more.hidden = !page.search.pageInfo.hasNextPage;
    trouble.textContent = "";
    history.replaceState({ seen: list.children.length }, "");
    announce(`${words.seen}: ${list.children.length} / ${totalCount}`);
    added[0]?.querySelector("a").focus();
  });
  return [list, more];
}

function result({ node, highlights }, { language, publication, words }) {
  const of = (field) => highlights.find((each) => each.field === field)?.fragments ?? [];
  const [headline] = of("TITLE");
  const [text] = [...of("LEAD"), ...of("BODY")];
  const dates = datesIn(language.code, { dateStyle: "long", timeZone: publication.timezone });
  const day = node.publishedAt && dates.format(new Date(node.publishedAt));
  const tags = of("TAGS").flatMap((tag) => [", ", ...marked(tag)]).slice(1);
  return make(
    "li",
    {},
    make("h2", {}, link(language.code, node.slug, headline ? marked(headline) : node.title)),
    quiet([node.section?.name, day].filter(Boolean).join(" · ")),
    text ? make("p", {}, marked(text)) : node.lead && make("p", {}, node.lead),
    tags.length > 0 && !headline && !text && quiet(`${words.tags}: `, tags),
  );
}

/** Text and `<mark>`, and nothing else that a fragment might hold: nodes of our own, made of its texts. */
function marked(fragment) {
  const { body } = new DOMParser().parseFromString(fragment, "text/html"); // runs and loads nothing
  return [...body.childNodes].map(({ nodeName, textContent }) =>
    nodeName === "MARK" ? make("mark", {}, textContent) : textContent);
}
