namespace Orleans.Batch.Gateway.Http;

/// <summary>The format of errors in one version of the API.</summary>
internal interface IErrorFormat
{
    /// <summary>The beginning of the paths of the version.</summary>
    string Prefix { get; }

    /// <summary>The JSON body of an error.</summary>
    byte[] Render(ErrorResponse error, string requestId);
}
