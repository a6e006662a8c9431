# Installs baro for this user: downloads the release's archive for this system, verifies its checksum, and puts the program
# into %LOCALAPPDATA%\baro\bin (or -Dir). Never asks for an administrator. Run it again to update; -Remove takes it away.
#   irm https://github.com/baro/baro/releases/latest/download/install.ps1 | iex
param(
  [string]$Dir = (Join-Path $env:LOCALAPPDATA "baro\bin"),
  [string]$Version = "",
  [switch]$Remove
)
$ErrorActionPreference = "Stop"
$ProgressPreference = "SilentlyContinue"

function Fail([string]$Message, [string]$Hint = "") {
  [Console]::Error.WriteLine("error: $Message")
  if ($Hint) { [Console]::Error.WriteLine("hint: $Hint") }
  exit 1
}

$program = Join-Path $Dir "baro.exe"
if ($Remove) {
  if (-not (Test-Path $program)) { Fail "Cannot remove baro: there is no $program" "Name its folder with -Dir" }
  Remove-Item $program
  Write-Output "Removed $program"
  exit 0
}

$processor = if ($env:PROCESSOR_ARCHITEW6432) { $env:PROCESSOR_ARCHITEW6432 } else { $env:PROCESSOR_ARCHITECTURE }
$cpu = switch ($processor) {
  "AMD64" { "x64" }
  "ARM64" { "arm64" }
  default { Fail "Cannot install: there is no release for a $_ processor" }
}
$target = "windows-$cpu"
$releases = if ($env:BARO_DOWNLOADS) { $env:BARO_DOWNLOADS } else { "https://github.com/baro/baro/releases" }
$place = if ($Version -eq "" -or $Version -eq "latest") { "latest/download" } else { "download/v" + $Version.TrimStart("v") }

$scratch = Join-Path ([IO.Path]::GetTempPath()) ("baro-install-" + [Guid]::NewGuid())
New-Item -ItemType Directory $scratch | Out-Null
try {
  $manifest = Invoke-RestMethod "$releases/$place/manifest.json"
  $file = $manifest.files | Where-Object { $_.target -eq $target -and $_.format -eq "zip" }
  if (-not $file) { Fail "Cannot install: the release has no file for $target" }
  $archive = Join-Path $scratch $file.archive
  Invoke-WebRequest "$releases/$place/$($file.archive)" -OutFile $archive
  $found = (Get-FileHash $archive -Algorithm SHA256).Hash.ToLowerInvariant()
  if ($found -ne $file.sha256) { Fail "Cannot trust $($file.archive): its checksum is $found and should be $($file.sha256)" "Try again; the download may be cut" }
  Expand-Archive $archive (Join-Path $scratch "files")
  New-Item -ItemType Directory -Force $Dir | Out-Null
  Copy-Item (Join-Path $scratch "files\baro.exe") "$program.new"
  Move-Item -Force "$program.new" $program
  Write-Output "Installed $(& $program --version) in $program"
} finally {
  Remove-Item -Recurse -Force $scratch
}
if (($env:PATH -split ";") -notcontains $Dir) {
  Write-Output "$Dir is not on your PATH. To put it there:"
  Write-Output "  [Environment]::SetEnvironmentVariable('PATH', [Environment]::GetEnvironmentVariable('PATH', 'User') + ';$Dir', 'User')"
}
Write-Output "Update: run this again. Remove: install.ps1 -Remove. First look: baro demo"
