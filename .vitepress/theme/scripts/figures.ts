// 图的「放大」按钮。缩放的窗口用到时才下载。

export function installFigures(): void {
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest('.figure-zoom') : null;
    const svg = button?.closest('.figure')?.querySelector<SVGSVGElement>('.figure-scroll > svg');
    if (!svg) return;
    const { openZoom } = await import('./zoom');
    openZoom(svg);
  });
}
