using Microsoft.Extensions.Logging;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Tests;

public sealed class RolePresenceTests : IDisposable
{
    private readonly LogLedger _log = new();
    private readonly LoggerFactory _logging;
    private readonly RolePresence _presence;

    public RolePresenceTests()
    {
        _logging = new LoggerFactory([_log]);
        _presence = new RolePresence(_logging.CreateLogger<RolePresence>());
    }

    public void Dispose()
    {
        _presence.Dispose();
        _logging.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void See_ASiloThatHasNotToldItsRoles_MissesNone()
    {
        _presence.Update([SiloRoles.None, SiloRoles.Realtime]);
        _presence.IsThere(SiloRoles.Batch).ShouldBeTrue();
        _presence.Count(SiloRoles.Batch).ShouldBe(0);
        _presence.Update([SiloRoles.Batch, SiloRoles.Realtime]);

        _log.Count(3031).ShouldBe(0);
        _log.Count(3032).ShouldBe(0);
    }

    [Fact]
    public void See_ARoleThatGoesAndComes_IsReportedOnceEach()
    {
        _presence.Update([SiloRoles.Batch]);
        _presence.Update([SiloRoles.Batch]);
        _presence.IsThere(SiloRoles.Realtime).ShouldBeFalse();
        _presence.Update([SiloRoles.Batch, SiloRoles.Realtime]);

        _log.Count(3031).ShouldBe(1);
        _log.Text(3032).ShouldBe("A silo of the role Realtime is up: its work goes on");
    }
}
