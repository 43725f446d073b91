// Each test has its own cluster and database: several at once would need more connections than there are.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
