// Lets TypeScript accept the style sheet that Vite bundles.
declare module '*.css';
