/** 每个实验应当看到的选项：Node、Chromium、Firefox 里都一样。 */
export const expectedChoices: Record<string, string> = {
  'lost-request': 'nobody',
  duplicate: '2',
  connected: 'connected',
  'last-ack': 'client',
  'two-clients': '1',
  'lost-data': 'late',
};
