import { fileOf, type Manifest } from "./manifest.ts";
import { downloads, homepage, repository } from "./places.ts";

const summary = "Decides the right shape for a coding task, runs the agents, and proves it kept its word";

/** The manifests of package managers, by file name, made from the release's own. */
export function packagingFiles(manifest: Manifest): Record<string, string> {
  return {
    "homebrew/baro.rb": homebrew(manifest),
    "scoop/baro.json": scoop(manifest),
    "winget/baro.yaml": winget(manifest),
    "nix/baro.nix": nix(manifest),
    "mise/baro.toml": mise(manifest),
    "docker/Dockerfile": dockerfile(manifest),
  };
}

const address = ({ version }: Manifest, archive: string) => `${downloads(version)}/${archive}`;

function homebrew(manifest: Manifest): string {
  const block = (target: string, indent: string) => {
    const { archive, sha256 } = fileOf(manifest, target, "tar.gz");
    return `${indent}url "${address(manifest, archive)}"\n${indent}sha256 "${sha256}"`;
  };
  const system = (name: string, os: string) =>
    `  on_${name} do
    on_arm do
${block(`${os}-arm64`, "      ")}
    end
    on_intel do
${block(`${os}-x64`, "      ")}
    end
  end`;
  return `class Baro < Formula
  desc "${summary}"
  homepage "${homepage}"
  version "${manifest.version}"
  license "MIT"

${system("macos", "darwin")}

${system("linux", "linux")}

  def install
    bin.install "baro"
    man1.install Dir["share/man/man1/*.1"]
    bash_completion.install "share/completions/baro.bash" => "baro"
    zsh_completion.install "share/completions/_baro"
    fish_completion.install "share/completions/baro.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/baro --version")
  end
end
`;
}

function scoop(manifest: Manifest): string {
  const architecture = (target: string) => {
    const { archive, sha256 } = fileOf(manifest, target, "zip");
    return { url: address(manifest, archive), hash: sha256 };
  };
  const document = {
    version: manifest.version,
    description: summary,
    homepage,
    license: "MIT",
    architecture: { "64bit": architecture("windows-x64"), arm64: architecture("windows-arm64") },
    bin: "baro.exe",
    checkver: "github",
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function winget(manifest: Manifest): string {
  const installer = (architecture: string) => {
    const { archive, sha256 } = fileOf(manifest, `windows-${architecture}`, "zip");
    return `  - Architecture: ${architecture}
    InstallerUrl: ${address(manifest, archive)}
    InstallerSha256: ${sha256.toUpperCase()}`;
  };
  return `PackageIdentifier: Baro.Baro
PackageVersion: ${manifest.version}
PackageLocale: en-US
Publisher: baro
PackageName: baro
License: MIT
ShortDescription: ${summary}
PackageUrl: ${homepage}
InstallerType: zip
NestedInstallerType: portable
NestedInstallerFiles:
  - RelativeFilePath: baro.exe
    PortableCommandAlias: baro
Installers:
${installer("x64")}
${installer("arm64")}
ManifestType: singleton
ManifestVersion: 1.6.0
`;
}

function nix(manifest: Manifest): string {
  const systems = [
    ["x86_64-linux", "linux-x64"],
    ["aarch64-linux", "linux-arm64"],
    ["x86_64-darwin", "darwin-x64"],
    ["aarch64-darwin", "darwin-arm64"],
  ] as const;
  const sources = systems.map(([system, target]) => {
    const { archive, sha256 } = fileOf(manifest, target, "tar.gz");
    return `    ${system} = {
      url = "${address(manifest, archive)}";
      sha256 = "${sha256}";
    };`;
  });
  return `{ lib, stdenv, fetchurl, autoPatchelfHook }:
let
  sources = {
${sources.join("\n")}
  };
in
stdenv.mkDerivation {
  pname = "baro";
  version = "${manifest.version}";
  src = fetchurl sources.\${stdenv.hostPlatform.system};
  sourceRoot = ".";
  nativeBuildInputs = lib.optionals stdenv.hostPlatform.isLinux [ autoPatchelfHook ];
  # The program carries its code behind the executable: nothing may be stripped from it.
  dontStrip = true;
  installPhase = ''
    install -Dm755 baro $out/bin/baro
    mkdir -p $out/share
    cp -r share/man $out/share/man
  '';
  meta = {
    description = "${summary}";
    homepage = "${homepage}";
    license = lib.licenses.mit;
    mainProgram = "baro";
    platforms = builtins.attrNames sources;
  };
}
`;
}

function mise(manifest: Manifest): string {
  return `# mise use --path baro.toml; or: mise use "ubi:${repository}"
[tools]
"ubi:${repository}" = "${manifest.version}"
`;
}

function dockerfile(manifest: Manifest): string {
  const { archive, sha256 } = fileOf(manifest, "linux-x64", "tar.gz");
  const arm = fileOf(manifest, "linux-arm64", "tar.gz");
  return `FROM debian:bookworm-slim
ARG TARGETARCH
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates curl git openssh-client \\
 && rm -rf /var/lib/apt/lists/* \\
 && case "$TARGETARCH" in \\
      arm64) file=${arm.archive}; sum=${arm.sha256} ;; \\
      *) file=${archive}; sum=${sha256} ;; \\
    esac \\
 && curl --fail --silent --show-error --location --output /tmp/baro.tar.gz "${downloads(manifest.version)}/$file" \\
 && echo "$sum  /tmp/baro.tar.gz" | sha256sum --check --quiet \\
 && tar --extract --gzip --file /tmp/baro.tar.gz --directory /usr/local/bin baro \\
 && rm /tmp/baro.tar.gz
ENTRYPOINT ["baro"]
`;
}
