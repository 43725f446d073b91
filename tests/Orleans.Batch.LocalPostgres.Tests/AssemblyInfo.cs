using System.Runtime.Versioning;

// These tests are about signals, file modes and /proc, which exist only on Unix.
[assembly: UnsupportedOSPlatform("windows")]
