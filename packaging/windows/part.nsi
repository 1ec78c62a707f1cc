; One side file of the Windows installer: nothing but files, for what does not fit into 2 GB. The setup program calls
; it with /S /D=FOLDER and compares its TOKEN first, so that parts of different builds never mix.
Unicode true
ManifestLongPathAware true
SetCompressor lzma
RequestExecutionLevel user
SilentInstall silent
Name "SAA Desktop"
OutFile "${OUTPUT}"

!include FileFunc.nsh
!include LogicLib.nsh

Section
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/TOKEN=" $R1
  ${If} ${Errors}
  ${OrIf} $R1 != "${TOKEN}"
    SetErrorLevel 3
    Quit
  ${EndIf}
  SetOverwrite on
  !include "${LISTS}/install.nsh"
SectionEnd
