using Orleans.Metadata;
using Orleans.Placement;

namespace Orleans.Batch.Grains.Roles;

/// <summary>The role that a grain type's silos must have. It is part of the grain type's properties.</summary>
internal sealed class SiloRoleStrategy(SiloRoles role) : PlacementFilterStrategy(order: 0)
{
    private const string RoleProperty = "role";

    public SiloRoleStrategy()
        : this(SiloRoles.None)
    {
    }

    public SiloRoles Role { get; private set; } = role;

    public override void AdditionalInitialize(GrainProperties properties) =>
        Role = Enum.Parse<SiloRoles>(GetPlacementFilterGrainProperty(RoleProperty, properties) ?? nameof(SiloRoles.None));

    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties) =>
        [new(RoleProperty, Role.ToString())];
}
