/** 布景上的字：舞台还没有下载，先让读者看见要运行什么。 */
export interface PosterHost {
  title: string;
  address: string;
  command: string;
}

export function chapterPrograms(chapter: string): PosterHost[] {
  const command = (entry: string, address: string) => `npx tsx chapters/${chapter}/${entry} 12000 ${address}`;
  return [
    { title: '客户端的主机', address: '10.0.0.1', command: command('client.ts', '10.0.0.2') },
    { title: '服务端的主机', address: '10.0.0.2', command: command('server.ts', '0.0.0.0') },
  ];
}
