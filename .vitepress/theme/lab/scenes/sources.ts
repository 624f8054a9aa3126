/** 各章可以改的源码：打开编辑器才下载。 */
export const sources: Record<string, () => Promise<{ sources: Record<string, string> }>> = {
  '01-udp': () => import('./01-udp.sources.ts'),
  '02-tcp': () => import('./02-tcp.sources.ts'),
  '03-framing': () => import('./03-framing.sources.ts'),
  '04-closing': () => import('./04-closing.sources.ts'),
  '05-pinger': () => import('./05-pinger.sources.ts'),
  '06-addresses': () => import('./06-addresses.sources.ts'),
};
