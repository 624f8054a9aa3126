// 仓库在哪、网站在哪：全项目只有这一处写着。
//
// 在 GitHub Actions 里，GITHUB_REPOSITORY 说出当前仓库的「主人/名字」，
// 于是分叉出去的仓库，编辑链接和 Pages 的路径也都是对的。

const upstream = 'socket-course/socket-programming';
const [owner = '', name = ''] = (process.env['GITHUB_REPOSITORY'] ?? upstream).split('/');
const onActions = process.env['GITHUB_REPOSITORY'] !== undefined;
// 名为 `主人.github.io` 的仓库占着整个域名，别的仓库各占一个子路径。
const ownsDomain = name.toLowerCase() === `${owner.toLowerCase()}.github.io`;

export const site = {
  title: '套接字编程',
  description: '用 TypeScript 学套接字编程：每个程序都能运行，每段输出都由测试核对过。',
  repository: `https://github.com/${owner}/${name}`,
  branch: 'main',
  origin: `https://${owner.toLowerCase()}.github.io`,
  base: onActions && !ownsDomain ? `/${name}/` : '/',
};
