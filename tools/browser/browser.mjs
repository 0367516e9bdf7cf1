// Starts the Chromium that the system has. CHROMIUM names another one.
import { chromium } from "playwright-core";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

export const SIZES = [{ width: 360, height: 800 }, { width: 1280, height: 900 }];
export const SCHEMES = ["light", "dark"];
export const LANGS = ["vi", "en"];
