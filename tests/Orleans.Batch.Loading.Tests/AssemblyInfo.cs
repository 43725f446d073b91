using System.Runtime.Versioning;

// Signals, file modes and /proc: what these tests are about exists on Unix alone.
[assembly: UnsupportedOSPlatform("windows")]
