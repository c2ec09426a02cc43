import { render } from 'preact';
import './styles/base.css';
import './styles/page.css';
import './styles/chart.css';
import './styles/parts.css';
import { applyTheme } from './state/theme.ts';
import { Page } from './page.tsx';

applyTheme();
const root = document.getElementById('page');
if (root) {
  root.replaceChildren();
  render(<Page />, root);
}
