@echo off
rem Starts Sunstone. Needs Java 17 or newer, by JAVA_HOME or on the PATH.
setlocal
for %%I in ("%~dp0..") do set "SUNSTONE_HOME=%%~fI"
rem unpacked into the root of a drive it ends in a backslash, which would take the quote behind it along
if "%SUNSTONE_HOME:~-1%"=="\" set "SUNSTONE_HOME=%SUNSTONE_HOME%."
set "SUNSTONE_JAVA=java"
rem some write JAVA_HOME with quotes of its own
if defined JAVA_HOME set "JAVA_HOME=%JAVA_HOME:"=%"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "SUNSTONE_JAVA=%JAVA_HOME%\bin\java.exe"
rem with two dashes, which Java 8 does not know
"%SUNSTONE_JAVA%" --version >nul 2>&1
if errorlevel 1 goto nojava
rem SUNSTONE_JAVA_OPTS comes last, so that it can change what is set here
"%SUNSTONE_JAVA%" -Xmx4g -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true -Dai.djl.offline=true -DOPT_OUT_TRACKING=true "-Dsunstone.home=%SUNSTONE_HOME%" %SUNSTONE_JAVA_OPTS% -cp "%SUNSTONE_HOME%\lib\*" sunstone.agent.cli.Sunstone %*
exit /b %errorlevel%
:nojava
echo sunstone: Java 17 or newer is needed, and there is none at JAVA_HOME or on the PATH>&2
exit /b 1
