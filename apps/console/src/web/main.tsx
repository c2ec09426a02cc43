import { render } from 'preact';
import './styles/base.css';
import './styles/page.css';
import './styles/chart.css';
import './styles/parts.css';
import { Page } from './page.tsx';
import { applyTheme } from './state/theme.ts';

applyTheme();
const root = document.getElementById('page');
if (root) {
  root.replaceChildren();
  render(<Page />, root);
}
