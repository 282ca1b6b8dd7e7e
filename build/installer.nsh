; Offers Onestroke under "Open with" for pictures, without taking them from the program that opens them now.

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Onestroke.Picture" "" "PNG picture"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Onestroke.Picture\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Onestroke.Picture\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.png\OpenWithProgids" "Onestroke.Picture" ""
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.png\OpenWithProgids" "Onestroke.Picture"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Onestroke.Picture"
!macroend
