using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

[OptionsValidator]
internal sealed partial class BatchGatewayOptionsValidator : IValidateOptions<BatchGatewayOptions>;
