import { systemHost } from "./host/system.ts";

systemHost().writeOut("baro\n");
