import { graphql } from "relay-runtime";

// Pages forwards of a list at the root, and backwards of one that belongs to a node.
export const front = graphql`
  query ArticleListQuery($language: LanguageCode!) {
    section(slug: "council", language: $language) {
      ...ArticleList_section
    }
    ...ArticleList_query @arguments(language: $language)
  }
`;

export const newest = graphql`
  fragment ArticleList_query on Query
  @refetchable(queryName: "ArticleListPaginationQuery")
  @argumentDefinitions(
    language: { type: "LanguageCode!" }
    count: { type: "Int", defaultValue: 3 }
    cursor: { type: "String" }
  ) {
    articles(language: $language, first: $count, after: $cursor)
      @connection(key: "ArticleList_articles") {
      edges {
        node {
          key
          ...ArticleCard_article
        }
      }
    }
  }
`;

export const ofSection = graphql`
  fragment ArticleList_section on Section
  @refetchable(queryName: "ArticleListSectionQuery")
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 2 }
    cursor: { type: "String" }
  ) {
    articles(last: $count, before: $cursor)
      @connection(key: "ArticleListSection_articles") {
      edges {
        node {
          key
        }
      }
    }
  }
`;
