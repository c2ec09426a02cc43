import type { SizingAccount } from '@smartscale/events';
import { enterAccounts, enterDecision, type NewsvendorAccounts, openAccounts } from '@smartscale/forecasting';
import type { Situation } from '../situation.ts';

/** The account with this sample in it. As it was when the demand is not known; null while sizing is not by price. */
export function accountWithSample({ policy, memory, demand, joined }: Situation): SizingAccount | null {
  if (policy.sizing.by !== 'price') return null;
  if (demand === null) return memory.account;
  const accounts = accountsOf(memory.account);
  enterAccounts(accounts, policy.workers, { demand: demand.workers, serving: joined });
  return toAccount(accounts);
}

/** The same with what was decided: the workers that are launched by it. */
export function accountWithLaunches(account: SizingAccount | null, size: { alive: number; to: number }): SizingAccount | null {
  if (account === null || size.to <= size.alive) return account;
  const accounts = accountsOf(account);
  enterDecision(accounts, { alive: size.alive, wish: size.to });
  return toAccount(accounts);
}

export function accountsOf(account: SizingAccount | null): NewsvendorAccounts {
  if (account === null) return openAccounts();
  const { launches, heat } = account;
  return { account: { ...launches, wishes: [...launches.wishes] }, heat: { ...heat } };
}

function toAccount({ account, heat }: NewsvendorAccounts): SizingAccount {
  const { own, plain, plainWorkers, wishes } = account;
  return {
    launches: { own, plain, plainWorkers, wishes },
    heat: { own: heat.own, plain: heat.plain, plainServing: heat.plainServing },
  };
}
