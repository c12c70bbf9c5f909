// One icon, one colour and one word per channel, the same everywhere on the page.
import {
  Bluetooth,
  Globe,
  type LucideIcon,
  Mail,
  Phone,
  Printer,
  ReceiptText,
  Server,
  Share2,
  Smartphone,
  Store,
  Tablet,
} from 'lucide-react';
import { useTexts } from '../texts/index.tsx';

type Name = keyof ReturnType<typeof useTexts>['t']['channel'];

const looks: Record<Name, [LucideIcon, string]> = {
  web: [Globe, 'text-ch-web'],
  app: [Smartphone, 'text-ch-app'],
  store: [Store, 'text-ch-store'],
  tablet: [Tablet, 'text-ch-store'],
  till: [ReceiptText, 'text-ch-store'],
  mail: [Mail, 'text-ch-mail'],
  push: [Smartphone, 'text-ch-app'],
  sms: [Smartphone, 'text-ch-mail'],
  phone: [Phone, 'text-ch-mail'],
  beacon: [Bluetooth, 'text-ch-beacon'],
  social: [Share2, 'text-ch-social'],
  print: [Printer, 'text-ch-mail'],
  system: [Server, 'text-muted'],
};
const aliases: Record<string, Name> = {
  pos: 'till',
  email: 'mail',
  call: 'phone',
  chat: 'phone',
  kiosk: 'tablet',
  browser: 'web',
  mobile: 'app',
};

/** The channel by the name the server uses; unknown ones are "system". */
export function channelName(raw: string): Name {
  return aliases[raw] ?? (Object.hasOwn(looks, raw) ? (raw as Name) : 'system');
}

/** Icon and word of a channel. */
export function ChannelTag({ channel }: { channel: string }) {
  const { t } = useTexts();
  const name = channelName(channel);
  const [Icon, colour] = looks[name];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap text-[13px] font-medium ${colour}`}>
      <Icon size={15} aria-hidden />
      {t.channel[name]}
    </span>
  );
}
