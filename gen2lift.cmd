@echo off
rem Starts gen2lift. Builds it first where that has not been done, with Maven from the PATH.
setlocal DisableDelayedExpansion
set "home=%~dp0"
set "built=%home%cli\target"
set "jar=%built%\gen2lift.jar"
set "archive=%built%\gen2lift.jsa"

set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo gen2lift: cannot start: no Java found ^(JAVA_HOME, PATH^) 1>&2
  echo hint: install a JDK, version 17 or newer 1>&2
  exit /b 5
)

if exist "%jar%" goto built
echo gen2lift: first use, building ^(about a minute^) 1>&2
call mvn -B -q -ntp -f "%home%pom.xml" -DskipTests -Dspotless.check.skip -Dunchecked package 1>&2
if errorlevel 1 (
  echo gen2lift: cannot build: Maven failed ^(%home%pom.xml^) 1>&2
  exit /b 5
)
:built

rem A class archive makes the JVM start in a third of the time. It fits one JVM only; any other ignores it.
set "newest="
for /f "delims=" %%N in ('dir /b /o:d "%built%\gen2lift.j*"') do set "newest=%%N"
if /i "%newest%"=="gen2lift.jsa" goto archived
if exist "%archive%" del "%archive%"
"%java%" -XX:DumpLoadedClassList="%archive%.all" -XX:+UseSerialGC -jar "%jar%" warm-up >nul 2>&1
rem These lambdas are of interfaces that the archive leaves out; the JVM crashes over them.
findstr /v /b /c:"@lambda-proxy com/azure/" /c:"@lambda-proxy dev/gen2lift/transfer/" "%archive%.all" >"%archive%.classes"
"%java%" -Xshare:dump -XX:SharedClassListFile="%archive%.classes" -XX:SharedArchiveFile="%archive%" -XX:+UseSerialGC -jar "%jar%" >nul 2>&1
del "%archive%.classes" "%archive%.all" 2>nul
:archived

rem Compiling less halves what a short command costs; one that only looks is over before the second compiler pays off.
rem Except for the loops over every byte that is sent.
set "compiling=-XX:CompileThresholdScaling=10 -XX:CompileCommand=quiet"
for %%L in (sun.security.provider.SHA2 sun.security.provider.DigestBase dev.gen2lift.transfer.wire.Crc64) do call set "compiling=%%compiling%% -XX:CompileCommand=CompileThresholdScaling,%%L::*,0.05"
if "%~1"=="inspect" set "compiling=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2"
if "%~1"=="rules" set "compiling=-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2"
"%java%" -XX:SharedArchiveFile="%archive%" -Xshare:auto -Xlog:disable -Xlog:all=error:stderr -Xlog:cds*=off:stderr -XX:+UseSerialGC %compiling% -Xms32m -Xmx384m %GEN2LIFT_JVM% -jar "%jar%" %*
exit /b %errorlevel%
