/** 样式也等用到才来；同一份放进页面一次就够。 */
const worn = new Set<string>();

export function dress(css: string): void {
  if (worn.has(css)) return;
  worn.add(css);
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
}
