# Builds, smoke-tests and packs SAA Desktop on a Windows machine; the release lies in build\package\release afterwards.
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# Needs Python 3.11 or newer and NSIS 3.08 or newer. With $env:PIP_EXTRA_INDEX_URL set to PyTorch's CUDA index, before the first
# run, the build is a CUDA one; without it PyPI's PyTorch for Windows makes it a CPU one.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

if (-not (Get-Command makensis -ErrorAction SilentlyContinue)) {
    $nsis = Join-Path ${env:ProgramFiles(x86)} "NSIS"
    if (-not (Test-Path (Join-Path $nsis "makensis.exe"))) {
        throw "makensis is missing: install NSIS from nsis.sourceforge.io."
    }
    $env:PATH = "$nsis;$env:PATH"
}
$env:PYTHONUTF8 = "1"
python packaging\dev.py release
exit $LASTEXITCODE
