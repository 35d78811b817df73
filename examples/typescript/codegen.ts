import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  // A client in a repository of its own fetches it: curl https://…/schema.graphql --output schema.graphql
  schema: "../../schema.graphql",
  documents: "src/*.ts",
  emitLegacyCommonJSImports: false,
  generates: {
    "src/graphql/": {
      preset: "client",
      presetConfig: {
        // src/graphql/persisted-documents.json: {hash: document}, for servers of trusted documents.
        persistedDocuments: { hashAlgorithm: "sha256" },
      },
      config: {
        documentMode: "string",
        // Null is what the API answers; a field that was asked for is never left out.
        avoidOptionals: { field: true, inputValue: false, object: false, defaultValue: false },
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: {
          Date: "string",
          DateTime: "string",
          Moment: "string",
          LanguageCode: "string",
        },
      },
    },
  },
};

export default config;
