/** Nobody waits longer for a keyring that does not answer. */
export const signInTimeoutMs = 5000;

/** What sign-in programs and credential helpers need to reach the keyring of the person's session. */
export const keyringVariables: readonly string[] = [
  "GH_CONFIG_DIR",
  "DBUS_SESSION_BUS_ADDRESS",
  "DISPLAY",
  "WAYLAND_DISPLAY",
];
