import { graphql } from "relay-runtime";

// A fragment, and one that is asked for again with another argument (@refetchable on a Node).
export const card = graphql`
  fragment ArticleCard_article on Article {
    title
    trend
    section {
      name
    }
    ...ArticleCard_body
  }
`;

export const body = graphql`
  fragment ArticleCard_body on Article
  @refetchable(queryName: "ArticleCardBodyQuery")
  @argumentDefinitions(format: { type: "BodyFormat", defaultValue: TEXT }) {
    body(format: $format)
  }
`;
