// Monaco runs its languages in workers; esbuild has made them, and knows their hashed names.
globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    const name = WORKERS[`${label}.js`] ?? WORKERS["editor.js"];
    return new Worker(new URL(name, import.meta.url));
  },
};
