/** 布景上的字：舞台还没有下载，先让读者看见要运行什么。01 和 02 的都一样。 */
export interface PosterHost {
  title: string;
  address: string;
  command: string;
}

export const posterHosts: readonly PosterHost[] = [
  { title: '客户端的主机', address: '10.0.0.1', command: 'npx tsx client.ts 12000 10.0.0.2' },
  { title: '服务端的主机', address: '10.0.0.2', command: 'npx tsx server.ts 12000 0.0.0.0' },
];
