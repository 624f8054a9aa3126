declare const __LAB_UNSUPPORTED__: string;

declare module 'virtual:lab-scripts' {
  export const nodelib: string;
  export const process: string;
  export const license: string;
}

declare module '*?lab' {
  const module: import('../../../lab/index.ts').CompiledModule;
  export default module;
}

declare module '*?raw' {
  const text: string;
  export default text;
}

declare module '*?inline' {
  const text: string;
  export default text;
}

declare module 'virtual:lab-differences' {
  const html: string;
  export default html;
}

declare module '*.vue' {
  const component: import('vue').Component;
  export default component;
}
