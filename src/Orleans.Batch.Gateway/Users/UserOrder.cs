namespace Orleans.Batch.Gateway.Users;

/// <summary>What users can be ordered by.</summary>
internal enum UserOrder
{
    UserId = IdOrder.Id,
    CreatedAt = IdOrder.CreatedAt,
    Email = IdOrder.Email,
}
