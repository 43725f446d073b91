using System.Text.RegularExpressions;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.EndToEnd.Clusters.Deploy;

/// <summary>Checks the files in <c>deploy</c> without Docker or Kubernetes: they fit the program and each other.</summary>
public sealed class DeployFileTests
{
    // Variables that the program reads outside its sections; the processes that are started with them show it, too.
    private static readonly string[] Others = ["ConnectionStrings__Batch", "BATCH_API_KEY", "BATCH_OPERATOR_SECRET", "OTEL_EXPORTER_OTLP_ENDPOINT"];

    private static readonly string[] OurServices = ["batch", "realtime", "gateway-1", "gateway-2"];

    private static readonly ClusterSettings Defaults = new();

    [Fact]
    public void Compose_HasTheClusterOfTheReadme()
    {
        var services = DeployFiles.Compose.At("services").Map();

        services.Keys.ShouldBe(["postgres", .. OurServices], ignoreOrder: true);
        services["batch"].At("deploy", "replicas").ShouldBe("2");
        OurServices.Select(s => DeployFiles.Environment(s)["Cluster__Roles"]).ShouldBe(["batch", "realtime", "gateway", "gateway"]);
        foreach (var service in services.Values)
        {
            service.At("networks").Items().ShouldBeSubsetOf(DeployFiles.Compose.At("networks").Map().Keys);
        }
    }

    [Fact]
    public void Variables_AllOfThem_AreSettingsOfTheProgram()
    {
        var variables = OurServices.SelectMany(s => DeployFiles.Environment(s).Keys)
            .Concat(Pods().SelectMany(p => p.At("env").Items()).Select(v => (string)v.At("name")))
            .Concat(DeployFiles.Kubernetes.Where(d => Kind(d) == "ConfigMap").SelectMany(d => d.At("data").Map().Keys).Cast<string>())
            .Distinct();

        foreach (var variable in variables.Except(Others))
        {
            var parts = variable.Split("__");
            parts.Length.ShouldBe(2, variable);
            parts[0].ShouldBe(ClusterSettings.Section, variable);
            typeof(ClusterSettings).GetProperty(parts[1]).ShouldNotBeNull($"{variable} is no setting");
        }
    }

    [Fact]
    public void Roles_AllOfThem_AreRoles()
    {
        foreach (var pod in Pods())
        {
            var role = (string)pod.At("env").Items().Single(v => (string)v.At("name") == "Cluster__Roles").At("value");
            Enum.TryParse<SiloRoles>(role, ignoreCase: true, out var roles).ShouldBeTrue(role);
            roles.ShouldNotBe(SiloRoles.None);
        }
    }

    [Fact]
    public void Grace_Everywhere_IsLongerThanTheProgramTakes()
    {
        var needed = Defaults.DrainDelay + Defaults.StopTimeout;
        foreach (var service in OurServices)
        {
            var grace = (string)DeployFiles.Compose.At("services", service, "stop_grace_period");
            TimeSpan.FromSeconds(int.Parse(grace.TrimEnd('s'))).ShouldBeGreaterThan(needed, service);
        }

        foreach (var deployment in DeployFiles.Kubernetes.Where(d => Kind(d) == "Deployment"))
        {
            var grace = (string)deployment.At("spec", "template", "spec", "terminationGracePeriodSeconds");
            TimeSpan.FromSeconds(int.Parse(grace)).ShouldBeGreaterThan(needed);
        }
    }

    [Fact]
    public void Ports_Everywhere_AreThoseOfTheProgram()
    {
        var container = DeployFiles.Text("Containerfile");
        var http = Regex.Match(container, @"ASPNETCORE_URLS=http://0\.0\.0\.0:(?<port>\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["port"].Value;
        var (silo, client) = ($"{Defaults.SiloPort}", $"{Defaults.ClientPort}");

        container.ShouldContain($"EXPOSE {http}\n");
        container.ShouldContain($"EXPOSE {silo} {client}\n");
        foreach (var gateway in (string[])["gateway-1", "gateway-2"])
        {
            DeployFiles.Compose.At("services", gateway, "ports").Items().ShouldAllBe(p => ((string)p).StartsWith("127.0.0.1:") && ((string)p).EndsWith($":{http}"));
        }

        foreach (var pod in Pods())
        {
            var named = pod.At("ports").Items().ToDictionary(p => (string)p.At("name"), p => (string)p.At("containerPort"));
            named["http"].ShouldBe(http);
            named.GetValueOrDefault("silo", silo).ShouldBe(silo);
            named.GetValueOrDefault("client", client).ShouldBe(client);
        }

        var policies = DeployFiles.Kubernetes.Where(d => Kind(d) == "NetworkPolicy").ToDictionary(
            d => (string)d.At("metadata", "name"),
            d => d.At("spec", "ingress").Items().Single().At("ports").Items().Select(p => (string)p.At("port")));
        policies["silos"].ShouldBe([silo, client]);
        policies["gateways"].ShouldBe([http]);
    }

    [Fact]
    public void Kubernetes_EveryRole_HasProbesABudgetAndMoreThanOnePod()
    {
        var budgets = DeployFiles.Kubernetes.Where(d => Kind(d) == "PodDisruptionBudget")
            .ToDictionary(d => (string)d.At("metadata", "name"), d => d.At("spec", "selector", "matchLabels"));
        foreach (var deployment in DeployFiles.Kubernetes.Where(d => Kind(d) == "Deployment"))
        {
            var name = (string)deployment.At("metadata", "name");
            var labels = deployment.At("spec", "template", "metadata", "labels").Map();
            labels.ShouldBe(deployment.At("spec", "selector", "matchLabels").Map(), ignoreOrder: true);
            labels.ShouldBe(budgets[name].Map(), ignoreOrder: true);
            int.Parse((string)deployment.At("spec", "replicas")).ShouldBeGreaterThan(1, name);
        }

        foreach (var pod in Pods())
        {
            pod.At("readinessProbe", "httpGet", "path").ShouldBe("/healthz/ready");
            pod.At("livenessProbe", "httpGet", "path").ShouldBe("/healthz/live");
        }
    }

    [Fact]
    public void Secrets_InTheFiles_AreNone()
    {
        DeployFiles.Text(".env.example").Split('\n').Where(l => l.Length > 0 && l[0] != '#').ShouldAllBe(l => l.EndsWith('='));
        foreach (var secret in DeployFiles.Kubernetes.Where(d => Kind(d) == "Secret"))
        {
            secret.At("stringData").Map().Values.Cast<string>().ShouldAllBe(v => v.Length == 0 || v.Contains("Password=;"));
        }
    }

    private static IEnumerable<object> Pods() => DeployFiles.Kubernetes.Where(d => Kind(d) == "Deployment")
        .Select(d => d.At("spec", "template", "spec", "containers").Items().Single());

    private static string Kind(Dictionary<object, object> document) => (string)document["kind"];
}
