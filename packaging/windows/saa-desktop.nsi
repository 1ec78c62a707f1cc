; The Windows installer. windows_installer.py writes the lists of files and calls makensis with:
;   VERSION, NUMBERS (a.b.c.d), FLAVOUR, OUTPUT, ICON, LICENCE, KILOBYTES, LISTS (folder with the *.nsh)
; Switches: /S silent, /AllUsers or /CurrentUser, /D=FOLDER (the last one, without quotes).
; Exit codes: 0 installed; 1 stopped by the user; 2 not installed, a sentence says why unless silent.

Unicode true
ManifestLongPathAware true
ManifestDPIAware true
SetCompressor lzma

!define TITLE "SAA Desktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SAA Desktop"
!define OWN_KEY "Software\SAA Desktop"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "SAA Desktop"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${OWN_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${OWN_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "Folder"
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh

Name "${TITLE}"
OutFile "${OUTPUT}"
BrandingText "${TITLE} ${VERSION} (${FLAVOUR})"
VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${TITLE}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${TITLE} Setup"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_REGISTRY_ROOT SHCTX
!define MUI_LANGDLL_REGISTRY_KEY "${OWN_KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "Language"
!define MUI_FINISHPAGE_RUN "$INSTDIR\saa-desktop-gui.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString IS_RUNNING ${LANG_ENGLISH} "SAA Desktop is running: close it, then start this again."
LangString IS_RUNNING ${LANG_SIMPCHINESE} "SAA Desktop 正在运行：请先关闭，然后重新启动本程序。"
LangString NEEDS_64 ${LANG_ENGLISH} "SAA Desktop needs a 64-bit Windows."
LangString NEEDS_64 ${LANG_SIMPCHINESE} "SAA Desktop 需要 64 位 Windows。"
LangString PART_MISSING ${LANG_ENGLISH} "The rest of the installation is missing or damaged. Put this file beside the setup program and start it again:"
LangString PART_MISSING ${LANG_SIMPCHINESE} "安装文件的其余部分缺失或已损坏。请将以下文件放到安装程序旁边，然后重新启动："
LangString DATA_STAYS ${LANG_ENGLISH} "Results, settings, product profiles and models of all users stay where they are."
LangString DATA_STAYS ${LANG_SIMPCHINESE} "所有用户的结果、设置、产品配置和模型都会保留。"

!macro STOP_WITHOUT_PART NAME
  MessageBox MB_OK|MB_ICONSTOP "$(PART_MISSING) ${NAME}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

!macro STOP_IF_RUNNING
  ; A program that runs cannot be opened for writing.
  ${If} ${FileExists} "$INSTDIR\saa-desktop-gui.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\saa-desktop-gui.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(NEEDS_64)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  ; MultiUser would forget what /D= says.
  StrCpy $R1 $INSTDIR
  !insertmacro MULTIUSER_INIT
  ${If} $R1 != ""
    StrCpy $INSTDIR $R1
  ${EndIf}
  ${IfNot} ${Silent}
    !insertmacro MUI_LANGDLL_DISPLAY
  ${EndIf}
FunctionEnd

Section
  !insertmacro STOP_IF_RUNNING
  !include "${LISTS}/look-for-parts.nsh"
  ; An earlier version goes first, with exactly the files that it brought.
  ReadRegStr $R2 SHCTX "${OWN_KEY}" "Folder"
  ${If} $R2 != ""
  ${AndIf} ${FileExists} "$R2\uninstall.exe"
    ExecWait '"$R2\uninstall.exe" /S /$MultiUser.InstallMode _?=$R2' $R3
    ${If} $R3 != 0
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    Delete "$R2\uninstall.exe"
  ${EndIf}

  ; First, so that the next setup finds what an interrupted one leaves.
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "${OWN_KEY}" "Folder" "$INSTDIR"

  SetOverwrite on
  !include "${LISTS}/install.nsh"
  !include "${LISTS}/run-parts.nsh"

  SetOutPath "$INSTDIR"
  CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\saa-desktop-gui.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${TITLE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\saa-desktop-gui.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Function un.onInit
  SetRegView 64
  StrCpy $R1 $INSTDIR
  !insertmacro MULTIUSER_UNINIT
  StrCpy $INSTDIR $R1
  ${IfNot} ${Silent}
    !insertmacro MUI_UNGETLANGUAGE
  ${EndIf}
FunctionEnd

Section Uninstall
  !insertmacro STOP_IF_RUNNING
  ; File by file: whatever else lies in the folder is not ours to delete.
  !include "${LISTS}/uninstall.nsh"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${OWN_KEY}"
  DetailPrint "$(DATA_STAYS)"
SectionEnd
