<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>AboutDialog</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>About SAA Desktop</source>
        <translation>关于 SAA Desktop</translation>
    </message>
    <message>
        <source>Finds defects on products without training a model. Your images stay on this computer. Licence: Apache-2.0.</source>
        <translation>无需训练模型即可查找产品缺陷。图像始终保留在本机。许可证：Apache-2.0。</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Libraries and licences</source>
        <translation>程序库与许可证</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Own product profiles</source>
        <translation>自定义产品配置</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open the folder: {what}</source>
        <translation>打开文件夹：{what}</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>程序库</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Copy details for support</source>
        <translation>复制技术支持信息</translation>
    </message>
</context>
<context>
    <name>AgreementChart</name>
    <message>
        <source>False calls</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{total} 张中 {count} 张</translation>
    </message>
    <message>
        <source>False calls and escapes</source>
        <translation>误报与漏检</translation>
    </message>
    <message>
        <source>Against {count} operator verdicts; {confidence} intervals</source>
        <translation>与 {count} 个操作员判定比较；{confidence} 置信区间</translation>
    </message>
    <message>
        <source>Give OK or NG in the review: then AI and operators can be compared.</source>
        <translation>请在复核中给出 OK 或 NG，之后即可比较 AI 与操作员。</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open the folder with the results</source>
        <translation>打开结果所在的文件夹</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on with the inspection</source>
        <translation>继续检测</translation>
    </message>
    <message>
        <source>Wait after the current image</source>
        <translation>完成当前图像后暂停</translation>
    </message>
    <message>
        <source>Pausing: the current image is brought to an end…</source>
        <translation>正在暂停：先完成当前图像…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Cancelling: the current image is brought to an end…</source>
        <translation>正在取消：先完成当前图像…</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{speed} images/s</source>
        <translation>{speed} 张/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已中止</translation>
    </message>
    <message>
        <source>{end}: {done} of {total} images in {time}. Results: {folder}</source>
        <translation>{end}：{done} / {total} 张图像，用时 {time}。结果：{folder}</translation>
    </message>
</context>
<context>
    <name>BoxTool</name>
    <message>
        <source>Drag a box around the defect, from one corner to the other.</source>
        <translation>请从一角拖到对角，框住缺陷。</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>{chart}: {bar}</source>
        <translation>{chart}：{bar}</translation>
    </message>
</context>
<context>
    <name>ClickTool</name>
    <message>
        <source>Click on the defect first, then beside it where too much was taken.</source>
        <translation>请先点击缺陷，再点击旁边多选的部分。</translation>
    </message>
</context>
<context>
    <name>CountsChart</name>
    <message>
        <source>Verdicts</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Images: {count}, reviewed: {share}</source>
        <translation>图像：{count}，已复核：{share}</translation>
    </message>
    <message>
        <source>No image of this period is inspected.</source>
        <translation>该时段内没有已检测的图像。</translation>
    </message>
    <message>
        <source>AI: {verdict}</source>
        <translation>AI：{verdict}</translation>
    </message>
    <message>
        <source>operator: {verdict}</source>
        <translation>操作员：{verdict}</translation>
    </message>
    <message>
        <source>unreviewed</source>
        <translation>未复核</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>The log with the details lies in {folder}.</source>
        <translation>包含详细信息的日志位于 {folder}。</translation>
    </message>
    <message>
        <source>No log could be written; copy the details.</source>
        <translation>无法写入日志，请复制详细信息。</translation>
    </message>
    <message>
        <source>Something went wrong that SAA Desktop did not expect: {error}</source>
        <translation>SAA Desktop 发生了意外错误：{error}</translation>
    </message>
    <message>
        <source>All results and all decisions up to now are kept. You can go on working; if something looks odd, close the window and start it again.</source>
        <translation>到目前为止的所有结果和判定均已保存。您可以继续工作；如果显示异常，请关闭窗口后重新启动。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CurveView</name>
    <message>
        <source>escapes {escapes} of {defective}, good images stopped {stopped} of {good}, {calls} of them NG</source>
        <translation>漏检 {escapes}/{defective}，被拦下的合格图像 {stopped}/{good}，其中 {calls} 张 NG</translation>
    </message>
    <message>
        <source>escapes: defective images that are OK</source>
        <translation>漏检：判为 OK 的缺陷图像</translation>
    </message>
    <message>
        <source>good images stopped</source>
        <translation>被拦下的合格图像</translation>
    </message>
    <message>
        <source>stopped: NG or for review (95 % interval)</source>
        <translation>被拦下：NG 或 REVIEW（95 % 置信区间）</translation>
    </message>
    <message>
        <source>of these NG: false calls</source>
        <translation>其中 NG：误报</translation>
    </message>
    <message>
        <source>stopped, each image left out in turn</source>
        <translation>被拦下，逐张留出</translation>
    </message>
    <message>
        <source>present settings</source>
        <translation>当前设置</translation>
    </message>
    <message>
        <source>Good images stopped over escapes; the arrow keys go along the curve</source>
        <translation>被拦下的合格图像与漏检的曲线；用方向键沿曲线移动</translation>
    </message>
</context>
<context>
    <name>Dashboard</name>
    <message>
        <source>Images: {count}, {start} – {end}</source>
        <translation>图像：{count}，{start} – {end}</translation>
    </message>
    <message>
        <source>Inspect images or open a session: its figures are shown here.</source>
        <translation>请检测图像或打开会话：其统计数据将显示在此处。</translation>
    </message>
    <message>
        <source>Reading the session…</source>
        <translation>正在读取会话…</translation>
    </message>
    <message>
        <source>No image was inspected in this period.</source>
        <translation>该时段内没有检测过图像。</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Shift report…</source>
        <translation>班次报告…</translation>
    </message>
    <message>
        <source>Write these figures as a report (HTML, PDF) with tables</source>
        <translation>将这些数据写成报告（HTML、PDF）并附表格</translation>
    </message>
</context>
<context>
    <name>DefectClassChart</name>
    <message>
        <source>(no class)</source>
        <translation>（未分类）</translation>
    </message>
    <message>
        <source>{name}: images: {count} ({share})</source>
        <translation>{name}：图像 {count} 张（{share}）</translation>
    </message>
    <message>
        <source>Defect classes by operators</source>
        <translation>操作员标注的缺陷类别</translation>
    </message>
    <message>
        <source>No operator has called an image of this period NG or given it a defect class.</source>
        <translation>该时段内没有操作员将图像判为 NG 或标注缺陷类别。</translation>
    </message>
</context>
<context>
    <name>DurationChart</name>
    <message>
        <source>median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>{low} and longer</source>
        <translation>{low} 及以上</translation>
    </message>
    <message>
        <source>{label}: images: {count}</source>
        <translation>{label}：图像 {count} 张</translation>
    </message>
    <message>
        <source>Inspection times</source>
        <translation>检测耗时</translation>
    </message>
    <message>
        <source>Median {median}, 95 of 100 within {p95}, longest {longest}</source>
        <translation>中位数 {median}，95% 在 {p95} 以内，最长 {longest}</translation>
    </message>
    <message>
        <source>No image of this period is inspected.</source>
        <translation>该时段内没有已检测的图像。</translation>
    </message>
</context>
<context>
    <name>EditorFrame</name>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>随软件附带</translation>
    </message>
    <message>
        <source>yours, in place of the shipped one</source>
        <translation>您自己的，代替附带的配置</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>您自己的</translation>
    </message>
    <message>
        <source>{name}, version {version}, {origin}</source>
        <translation>{name}，版本 {version}，{origin}</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复附带配置</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete your changes and use the shipped profile again</source>
        <translation>删除您的更改，重新使用随软件附带的配置</translation>
    </message>
    <message>
        <source>Delete your profile; shipped ones cannot be deleted</source>
        <translation>删除您自己的配置；附带的配置不能删除</translation>
    </message>
    <message>
        <source>Tune…</source>
        <translation>调优…</translation>
    </message>
    <message>
        <source>Search better settings on images whose verdict is known</source>
        <translation>在已知判定的图像上寻找更好的设置</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Begin a new profile</source>
        <translation>新建一个产品配置</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Begin a new profile from what is shown</source>
        <translation>以当前内容为基础新建产品配置</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Take over a profile from a file</source>
        <translation>从文件导入产品配置</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write the saved profile to a file</source>
        <translation>将已保存的产品配置写入文件</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as a new version (Ctrl+S)</source>
        <translation>保存为新版本（Ctrl+S）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Golden set</source>
        <translation>标准图集</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>{time}, not finished</source>
        <translation>{time}，未完成</translation>
    </message>
    <message>
        <source>Drop images or folders here</source>
        <translation>将图像或文件夹拖到这里</translation>
    </message>
    <message>
        <source>Open images or a folder.</source>
        <translation>打开图像或文件夹。</translation>
    </message>
    <message>
        <source>Choose the product above.</source>
        <translation>在上方选择产品。</translation>
    </message>
    <message>
        <source>Press Run, then review what was found.</source>
        <translation>点击“开始检测”，然后复核检出结果。</translation>
    </message>
    <message>
        <source>Your images are only read, never changed.</source>
        <translation>原图只读取，绝不修改。</translation>
    </message>
    <message>
        <source>Try the samples</source>
        <translation>试用示例</translation>
    </message>
    <message>
        <source>Open the images that come with this application</source>
        <translation>打开随程序提供的示例图像</translation>
    </message>
    <message>
        <source>Recent folders</source>
        <translation>最近的文件夹</translation>
    </message>
    <message>
        <source>Recent sessions</source>
        <translation>最近的会话</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Cancelling: the current image is brought to an end…</source>
        <translation>正在取消：先完成当前图像…</translation>
    </message>
    <message>
        <source>Cancelled after {done} of {total} images: what was written stays, but there are no tables.</source>
        <translation>已在 {done} / {total} 张图像后取消：已写入的文件会保留，但没有表格。</translation>
    </message>
    <message>
        <source>Reading the session…</source>
        <translation>正在读取会话…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Exported to {folder}. Images: {count}.</source>
        <translation>已导出到 {folder}。图像：{count}。</translation>
    </message>
    <message>
        <source>Images with labels: {count}, defects on them: {defects}.</source>
        <translation>有标注的图像：{count} 张，其上的缺陷：{defects} 个。</translation>
    </message>
    <message>
        <source>Not inspected yet, and so left out: {count}.</source>
        <translation>尚未检测，因此未导出：{count}。</translation>
    </message>
    <message>
        <source>Files that had to be left out: {count}.</source>
        <translation>未能导出的文件：{count}。</translation>
    </message>
    <message>
        <source>Export the review</source>
        <translation>导出复核结果</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Files that had to be left out</source>
        <translation>未能导出的文件</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Choose the folder to export into</source>
        <translation>选择导出文件夹</translation>
    </message>
    <message>
        <source>What</source>
        <translation>导出内容</translation>
    </message>
    <message>
        <source>Of which images</source>
        <translation>图像范围</translation>
    </message>
    <message>
        <source>Into which folder</source>
        <translation>导出文件夹</translation>
    </message>
    <message>
        <source>Tables (CSV)</source>
        <translation>表格 (CSV)</translation>
    </message>
    <message>
        <source>results.csv and regions.csv, with all verdicts, defect classes and notes</source>
        <translation>results.csv 和 regions.csv，包含全部判定、缺陷类别和备注</translation>
    </message>
    <message>
        <source>Report pictures (PNG)</source>
        <translation>报告图片 (PNG)</translation>
    </message>
    <message>
        <source>One page for each image: regions, heat map, both verdicts; needs the original images</source>
        <translation>每张图像一页：区域、热图、AI 与操作员判定；需要原图</translation>
    </message>
    <message>
        <source>Masks (PNG)</source>
        <translation>掩码 (PNG)</translation>
    </message>
    <message>
        <source>The regions as reviewed: without rejected ones, with corrected and drawn ones</source>
        <translation>复核后的区域：不含已否决的，包含已修正和手绘的</translation>
    </message>
    <message>
        <source>Anomaly maps (TIFF)</source>
        <translation>异常图 (TIFF)</translation>
    </message>
    <message>
        <source>The AI's own values for each pixel, on their absolute scale</source>
        <translation>AI 给出的每个像素的数值，采用绝对刻度</translation>
    </message>
    <message>
        <source>Summary (JSON)</source>
        <translation>汇总 (JSON)</translation>
    </message>
    <message>
        <source>summary.json: counts of verdicts, false calls, escapes and defect classes</source>
        <translation>summary.json：各判定、误报、漏检和缺陷类别的数量</translation>
    </message>
    <message>
        <source>Labels for training (COCO, masks)</source>
        <translation>训练用标注（COCO、掩码）</translation>
    </message>
    <message>
        <source>Of the images reviewed as OK or NG: where their defects are and of what class, in forms from which other programs learn</source>
        <translation>复核为 OK 或 NG 的图像：缺陷在哪里、属于哪个缺陷类别，以其他程序可用于训练的格式导出</translation>
    </message>
    <message>
        <source>Images beside the labels (PNG)</source>
        <translation>随标注附上图像（PNG）</translation>
    </message>
    <message>
        <source>Copies of the images with labels; without them the labels name the original files</source>
        <translation>有标注图像的副本；不附上时，标注文件引用原始文件</translation>
    </message>
    <message>
        <source>All images ({count})</source>
        <translation>全部图像（{count}）</translation>
    </message>
    <message>
        <source>Every image that was inspected or failed, by name</source>
        <translation>所有已检测或失败的图像，按名称排列</translation>
    </message>
    <message>
        <source>The images in the list ({count})</source>
        <translation>列表中的图像（{count}）</translation>
    </message>
    <message>
        <source>What the filter leaves in the list, in the order of the list</source>
        <translation>筛选后列表中显示的图像，按列表顺序</translation>
    </message>
    <message>
        <source>Reviewed images only</source>
        <translation>仅已复核的图像</translation>
    </message>
    <message>
        <source>Images with an operator verdict</source>
        <translation>有操作员判定的图像</translation>
    </message>
    <message>
        <source>NG images only</source>
        <translation>仅 NG 图像</translation>
    </message>
    <message>
        <source>NG by the operator or, where nobody has reviewed the image, by the AI</source>
        <translation>操作员判为 NG，或无人复核而 AI 判为 NG</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>请选择文件夹</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
</context>
<context>
    <name>FileTable</name>
    <message>
        <source>Files of the models</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>File (bold: the published choice)</source>
        <translation>文件（粗体：发布时采用的文件）</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search names</source>
        <translation>搜索名称</translation>
    </message>
    <message>
        <source>Show only images with this in their names</source>
        <translation>只显示名称中含有此内容的图像</translation>
    </message>
    <message>
        <source>What the machine says</source>
        <translation>AI 判定</translation>
    </message>
    <message>
        <source>Show only images with this AI verdict or state</source>
        <translation>只显示具有此 AI 判定或状态的图像</translation>
    </message>
    <message>
        <source>What the operator says</source>
        <translation>操作员判定</translation>
    </message>
    <message>
        <source>Show only images with this operator verdict, or without any</source>
        <translation>只显示具有此操作员判定或尚无判定的图像</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Order of the images</source>
        <translation>图像的排列顺序</translation>
    </message>
    <message>
        <source>Images shown</source>
        <translation>显示的图像数</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>显示全部图像</translation>
    </message>
    <message>
        <source>As listed</source>
        <translation>按列表顺序</translation>
    </message>
    <message>
        <source>Grey zone first</source>
        <translation>灰色区间优先</translation>
    </message>
    <message>
        <source>Highest score first</source>
        <translation>分数从高到低</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Last inspected first</source>
        <translation>最近检测优先</translation>
    </message>
    <message>
        <source>AI: all</source>
        <translation>AI：全部</translation>
    </message>
    <message>
        <source>Review: all</source>
        <translation>人工：全部</translation>
    </message>
    <message>
        <source>Search among {count} chosen images</source>
        <translation>在选出的 {count} 张图像中搜索</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>{word} ({count})</source>
        <translation>{word}（{count}）</translation>
    </message>
    <message>
        <source>unreviewed</source>
        <translation>未复核</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标记</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Show all images</source>
        <translation>显示全部图像</translation>
    </message>
    <message>
        <source>Show all images (Esc)</source>
        <translation>显示全部图像（Esc）</translation>
    </message>
</context>
<context>
    <name>FixedKeys</name>
    <message>
        <source>Hold: the bare image</source>
        <translation>按住：原始图像</translation>
    </message>
    <message>
        <source>In the regions: accept</source>
        <translation>在区域列表中：接受</translation>
    </message>
    <message>
        <source>In the regions: reject</source>
        <translation>在区域列表中：拒绝</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom to the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Move the image</source>
        <translation>移动图像</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>Choose a region</source>
        <translation>选择区域</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Choose a folder into which captures are dropped</source>
        <translation>选择相机存入图像的文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folder into which captures are dropped</source>
        <translation>相机存入图像的文件夹</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>all images</source>
        <translation>所有图像</translation>
    </message>
    <message>
        <source>Which files are captures, for example *.jpg; separate several by ";"</source>
        <translation>哪些文件是待检图像，例如 *.jpg；多个以“;”分隔</translation>
    </message>
    <message>
        <source>Do not watch this folder</source>
        <translation>不监视此文件夹</translation>
    </message>
</context>
<context>
    <name>GoldenList</name>
    <message>
        <source>Add images that should be {verdict}</source>
        <translation>添加应判为 {verdict} 的图像</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Switch OK / NG</source>
        <translation>切换 OK / NG</translation>
    </message>
    <message>
        <source>Expect the other verdict of the selected images</source>
        <translation>将所选图像的期望判定改为另一种</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take the selected images out of the set; their files stay</source>
        <translation>将所选图像移出图集；文件本身保留</translation>
    </message>
    <message>
        <source>Current image as {verdict}</source>
        <translation>当前图像，期望 {verdict}</translation>
    </message>
    <message>
        <source>Files as {verdict}…</source>
        <translation>文件，期望 {verdict}…</translation>
    </message>
    <message>
        <source>Golden set</source>
        <translation>标准图集</translation>
    </message>
</context>
<context>
    <name>GoldenModel</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Released</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改后</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>not inspected</source>
        <translation>未检测</translation>
    </message>
    <message>
        <source>better</source>
        <translation>变好</translation>
    </message>
    <message>
        <source>new escape</source>
        <translation>新增漏检</translation>
    </message>
    <message>
        <source>escape</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>new false call</source>
        <translation>新增误报</translation>
    </message>
    <message>
        <source>false call</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
</context>
<context>
    <name>GoldenPanel</name>
    <message>
        <source>Run the golden set</source>
        <translation>运行标准图集</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the golden set</source>
        <translation>标准图集的进度</translation>
    </message>
    <message>
        <source>Save the profile first; then images with known verdicts can be collected here.</source>
        <translation>请先保存配置；之后即可在此收集判定已知的图像。</translation>
    </message>
    <message>
        <source>Images whose verdict is known. A changed profile is checked on them before it is released.</source>
        <translation>判定已知的图像。更改后的配置在发布前会用它们检查。</translation>
    </message>
    <message>
        <source>Waits for the running batch…</source>
        <translation>正在等待当前批次完成…</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Released: {counts}</source>
        <translation>已发布：{counts}</translation>
    </message>
    <message>
        <source>Changed: {counts}</source>
        <translation>更改后：{counts}</translation>
    </message>
    <message>
        <source>Not inspected: {count}</source>
        <translation>未检测：{count}</translation>
    </message>
    <message>
        <source>The profile or the set has changed since: run it again.</source>
        <translation>此后配置或图集又有更改：请重新运行。</translation>
    </message>
    <message>
        <source>right {right}, REVIEW {review}, escapes {escapes}, false calls {calls}</source>
        <translation>正确 {right}，REVIEW {review}，漏检 {escapes}，误报 {calls}</translation>
    </message>
</context>
<context>
    <name>ImageField</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Use the current image</source>
        <translation>使用当前图像</translation>
    </message>
    <message>
        <source>Golden image</source>
        <translation>标准图像</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>ImageList</name>
    <message>
        <source>operator: {verdict}</source>
        <translation>操作员：{verdict}</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标记</translation>
    </message>
</context>
<context>
    <name>ImageListPanel</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>No image matches the filter.</source>
        <translation>没有符合筛选条件的图像。</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>显示全部图像</translation>
    </message>
    <message>
        <source>Images: {count}</source>
        <translation>图像：{count}</translation>
    </message>
</context>
<context>
    <name>ImagePage</name>
    <message>
        <source>Image to compare with</source>
        <translation>用于对比的图像</translation>
    </message>
    <message>
        <source>Bare image</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>No golden image is chosen</source>
        <translation>未选择标准图像</translation>
    </message>
    <message>
        <source>Golden image: {name}</source>
        <translation>标准图像：{name}</translation>
    </message>
    <message>
        <source>{name} has changed since it was inspected: run again to see its regions.</source>
        <translation>{name} 在检测之后被修改过：请重新检测以查看其区域。</translation>
    </message>
</context>
<context>
    <name>ImageState</name>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>ImageView</name>
    <message>
        <source>Image with the regions found</source>
        <translation>图像及检出的区域</translation>
    </message>
    <message>
        <source>anomaly {value}</source>
        <translation>异常值 {value}</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>AI verdict</source>
        <translation>AI 判定</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>What if: judged by values that are not saved</source>
        <translation>假设：按未保存的参数判定</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>The details of an image appear here.</source>
        <translation>这里显示图像的检测详情。</translation>
    </message>
    <message>
        <source>Not inspected yet. Choose the product and press Run.</source>
        <translation>尚未检测。请选择产品，然后点击“开始检测”。</translation>
    </message>
    <message>
        <source>Score {score}: REVIEW from {review}, NG from {ng}</source>
        <translation>分数 {score}：达到 {review} 为 REVIEW，达到 {ng} 为 NG</translation>
    </message>
    <message>
        <source>{title}, profile version {version}</source>
        <translation>{title}，配置版本 {version}</translation>
    </message>
    <message>
        <source>{title} on {device}</source>
        <translation>{title}，运行于 {device}</translation>
    </message>
    <message>
        <source>{width} × {height} pixels, inspected in {milliseconds} ms</source>
        <translation>{width} × {height} 像素，检测用时 {milliseconds} 毫秒</translation>
    </message>
</context>
<context>
    <name>JobPanel</name>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>LockControl</name>
    <message>
        <source>Open for writing</source>
        <translation>以可写方式打开</translation>
    </message>
    <message>
        <source>Another SAA Desktop is writing to this session: here it can be looked at, but not reviewed. Close the other one to review it.</source>
        <translation>另一个 SAA Desktop 正在写入此会话：此处只能查看，不能复核。请关闭另一个程序后再复核。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>This session does not say how it was made: review it, but inspect into a new one.</source>
        <translation>此会话未说明它是如何生成的：可以复核，但检测请使用新会话。</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>The settings could not be read and lie in {path} now; the defaults are in use.</source>
        <translation>无法读取设置文件，已将其移至 {path}；现使用默认设置。</translation>
    </message>
    <message>
        <source>Folders are being watched. Stop that and close the window?</source>
        <translation>正在监视文件夹。是否停止监视并关闭窗口？</translation>
    </message>
    <message>
        <source>The inspection is still running. Stop it and close the window?</source>
        <translation>检测仍在进行。要停止检测并关闭窗口吗？</translation>
    </message>
    <message>
        <source>An export is still running. Stop it and close the window?</source>
        <translation>导出仍在进行。要停止并关闭窗口吗？</translation>
    </message>
    <message>
        <source>Captures that arrive meanwhile are inspected when the watch goes on.</source>
        <translation>期间到达的图像将在恢复监视后检测。</translation>
    </message>
    <message>
        <source>All images that are inspected already are kept.</source>
        <translation>已检测图像的结果都会保留。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续检测</translation>
    </message>
</context>
<context>
    <name>MaskEditor</name>
    <message>
        <source>The models found nothing there: try another place, or use the brush.</source>
        <translation>模型在此处没有找到内容：请换个位置，或使用画笔。</translation>
    </message>
</context>
<context>
    <name>MaskEditorStrip</name>
    <message>
        <source>Mask editor</source>
        <translation>掩码编辑器</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Box: the models cut out what lies in it</source>
        <translation>框选：由模型分割框内的缺陷</translation>
    </message>
    <message>
        <source>Click: the models cut out what you click on</source>
        <translation>点选：由模型分割点击处的缺陷</translation>
    </message>
    <message>
        <source>Add to the region</source>
        <translation>加入区域</translation>
    </message>
    <message>
        <source>Take away from the region</source>
        <translation>从区域中减去</translation>
    </message>
    <message>
        <source>Selected region</source>
        <translation>选中的区域</translation>
    </message>
    <message>
        <source>New region</source>
        <translation>新建区域</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Brush size in pixels of the image</source>
        <translation>画笔大小（图像像素）</translation>
    </message>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Remove the drawn region</source>
        <translation>删除绘制的区域</translation>
    </message>
    <message>
        <source>Back to the machine's mask</source>
        <translation>恢复机器的掩码</translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>The whole image: click or drag to move</source>
        <translation>整幅图像：单击或拖动以移动</translation>
    </message>
    <message>
        <source>Overview of the image</source>
        <translation>图像概览</translation>
    </message>
</context>
<context>
    <name>ModelFiles</name>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>partly downloaded, {size}</source>
        <translation>部分下载，{size}</translation>
    </message>
    <message>
        <source>present, not verified</source>
        <translation>已存在，未校验</translation>
    </message>
    <message>
        <source>present, verified</source>
        <translation>已存在，已校验</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>{state}, not the published file</source>
        <translation>{state}，非官方发布的文件</translation>
    </message>
    <message>
        <source>detector</source>
        <translation>检测网络</translation>
    </message>
    <message>
        <source>segmenter</source>
        <translation>分割网络</translation>
    </message>
    <message>
        <source>feature network</source>
        <translation>特征网络</translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Downloading {file}</source>
        <translation>正在下载 {file}</translation>
    </message>
    <message>
        <source>Verifying {file}</source>
        <translation>正在校验 {file}</translation>
    </message>
    <message>
        <source>Copying {file}</source>
        <translation>正在复制 {file}</translation>
    </message>
    <message>
        <source>Packing {file}</source>
        <translation>正在打包 {file}</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>{name}, {memory} GB of memory</source>
        <translation>{name}，显存 {memory} GB</translation>
    </message>
    <message>
        <source>Automatic: {models}</source>
        <translation>自动：{models}</translation>
    </message>
    <message>
        <source>saa-plus where its files are here and verified, otherwise lite</source>
        <translation>若 saa-plus 的文件已存在并通过校验则使用它，否则使用 lite</translation>
    </message>
    <message>
        <source>Built in: image analysis and a small network, no download</source>
        <translation>内置：图像分析与小型网络，无需下载</translation>
    </message>
    <message>
        <source>saa-plus (files missing)</source>
        <translation>saa-plus（缺少文件）</translation>
    </message>
    <message>
        <source>The networks GroundingDINO, Segment Anything and WideResNet; best on a graphics card</source>
        <translation>GroundingDINO、Segment Anything 和 WideResNet 网络；建议使用显卡</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>lite runs on the processor</source>
        <translation>lite 在处理器上运行</translation>
    </message>
    <message>
        <source>Device that the models run on</source>
        <translation>运行模型的设备</translation>
    </message>
    <message>
        <source>Its files are not complete: see Models… in the File menu.</source>
        <translation>其文件不全：参见“文件”菜单中的“模型…”。</translation>
    </message>
    <message>
        <source>Loaded: {models} on {device}</source>
        <translation>已加载：{models}，设备 {device}</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Import a weights file or a model pack</source>
        <translation>导入权重文件或模型包</translation>
    </message>
    <message>
        <source>Import all weights below a folder</source>
        <translation>导入文件夹中的所有权重</translation>
    </message>
    <message>
        <source>Write a model pack, for example on a USB stick</source>
        <translation>写入模型包，例如写到 U 盘</translation>
    </message>
    <message>
        <source>Choose the folder for the models' files</source>
        <translation>选择模型文件所在的文件夹</translation>
    </message>
    <message>
        <source>{file} is none of the published files, so nobody vouches for its content. If it was trained for one of these networks, choose which: it is taken only if its structure is the same.</source>
        <translation>{file} 不是官方发布的文件，其内容没有保证。如果它是为下列某个网络训练的，请选择该网络：只有结构相同才会导入。</translation>
    </message>
    <message>
        <source>Import an unknown file</source>
        <translation>导入未知文件</translation>
    </message>
    <message>
        <source>Check and import</source>
        <translation>检查并导入</translation>
    </message>
    <message>
        <source>Downloaded and verified.</source>
        <translation>已下载并通过校验。</translation>
    </message>
    <message>
        <source>Verified: the files are whole and unchanged.</source>
        <translation>校验通过：文件完整且未被更改。</translation>
    </message>
    <message>
        <source>Imported and verified.</source>
        <translation>已导入并通过校验。</translation>
    </message>
    <message>
        <source>The model pack lies in {path}.</source>
        <translation>模型包位于 {path}。</translation>
    </message>
    <message>
        <source>Cancelled. The next download goes on from here.</source>
        <translation>已取消。下次下载将从此处继续。</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation>已取消，未作任何更改。</translation>
    </message>
    <message>
        <source>Go on with download ({size})</source>
        <translation>继续下载（{size}）</translation>
    </message>
    <message>
        <source>Download ({size})</source>
        <translation>下载（{size}）</translation>
    </message>
    <message>
        <source>The environment variable {name} names the folder.</source>
        <translation>该文件夹由环境变量 {name} 指定。</translation>
    </message>
    <message>
        <source>Look for the files in another folder; none are moved</source>
        <translation>改用另一个文件夹；不会移动文件</translation>
    </message>
    <message>
        <source>saa-plus is complete: it can run.</source>
        <translation>saa-plus 文件齐全：可以运行。</translation>
    </message>
    <message>
        <source>saa-plus is not complete: download what is missing, or import files or a pack from a USB stick. Until then, lite does the work.</source>
        <translation>saa-plus 文件不全：请下载缺少的文件，或从 U 盘导入文件或模型包。在此之前由 lite 完成检测。</translation>
    </message>
    <message>
        <source>lite: built in, nothing to download.   saa-plus, as published: {count} files, {size}; {verified} of them are here and verified, {rest} are not.</source>
        <translation>lite：内置，无需下载。   saa-plus（发布时的组合）：{count} 个文件，{size}；其中 {verified} 个已存在并通过校验，还缺 {rest}。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Address to try before the public ones, such as https://server/models</source>
        <translation>优先于公共地址尝试的地址，例如 https://server/models</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Change folder…</source>
        <translation>更改文件夹…</translation>
    </message>
    <message>
        <source>Download the selected files, or without a selection the published choice</source>
        <translation>下载所选文件；未选择时下载发布时采用的文件</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Read the selected files, or all, and compare them with the published ones</source>
        <translation>读取所选（或全部）文件并与官方发布的文件比对</translation>
    </message>
    <message>
        <source>Import file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Copy a weights file or a model pack from a disk or a USB stick</source>
        <translation>从磁盘或 U 盘复制权重文件或模型包</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Copy every published file and model pack below a folder</source>
        <translation>复制文件夹中所有官方发布的文件和模型包</translation>
    </message>
    <message>
        <source>Make a pack…</source>
        <translation>制作模型包…</translation>
    </message>
    <message>
        <source>Write the selected files, or all verified ones, into one file for another machine</source>
        <translation>将所选（或全部已校验）文件写入一个文件，供另一台电脑使用</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>OpenControl</name>
    <message>
        <source>Open images</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;All files (*)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.bmp *.tif *.tiff *.webp);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Open session: choose a folder with results</source>
        <translation>打开会话：选择存有结果的文件夹</translation>
    </message>
    <message>
        <source>Opening the session…</source>
        <translation>正在打开会话…</translation>
    </message>
    <message>
        <source>{folder} holds no session: choose a folder that an inspection wrote.</source>
        <translation>{folder} 中没有会话：请选择检测写入结果的文件夹。</translation>
    </message>
    <message>
        <source>Listing the images…</source>
        <translation>正在列出图像…</translation>
    </message>
    <message>
        <source>No images were found there: choose another folder or another product profile.</source>
        <translation>未找到图像：请选择其他文件夹或其他产品配置。</translation>
    </message>
    <message>
        <source>This session holds no images yet.</source>
        <translation>此会话中还没有图像。</translation>
    </message>
</context>
<context>
    <name>OperatorDialog</name>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Who reviews? The name is stored with every decision.</source>
        <translation>由谁复核？姓名会随每次判定一起保存。</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Operator's name</source>
        <translation>操作员姓名</translation>
    </message>
    <message>
        <source>Review as this operator</source>
        <translation>以此操作员身份复核</translation>
    </message>
</context>
<context>
    <name>OperatorVerdict</name>
    <message>
        <source>recheck</source>
        <translation>复检</translation>
    </message>
</context>
<context>
    <name>ParetoChart</name>
    <message>
        <source>Kinds: {count}</source>
        <translation>种类：{count}</translation>
    </message>
    <message>
        <source>The first {few} of {all} kinds make up {share}</source>
        <translation>{all} 种中前 {few} 种占 {share}</translation>
    </message>
    <message>
        <source>others ({count})</source>
        <translation>其他（{count} 种）</translation>
    </message>
</context>
<context>
    <name>PeriodBar</name>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>whole session</source>
        <translation>整个会话</translation>
    </message>
    <message>
        <source>last 8 hours</source>
        <translation>最近 8 小时</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>from – to</source>
        <translation>自定义时段</translation>
    </message>
    <message>
        <source>Count only images that were inspected in this time</source>
        <translation>只统计在此时段内检测的图像</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Images that were inspected before do not count</source>
        <translation>在此之前检测的图像不计入</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Images that were inspected then or later do not count</source>
        <translation>在此时刻及之后检测的图像不计入</translation>
    </message>
</context>
<context>
    <name>PhraseChart</name>
    <message>
        <source>(no phrase)</source>
        <translation>（无短语）</translation>
    </message>
    <message>
        <source>{name}: regions: {count} ({share}), images: {images}</source>
        <translation>{name}：区域 {count} 个（{share}），图像 {images} 张</translation>
    </message>
    <message>
        <source>What the AI found</source>
        <translation>AI 的发现</translation>
    </message>
    <message>
        <source>No region of this period reaches the REVIEW threshold.</source>
        <translation>该时段内没有达到 REVIEW 阈值的区域。</translation>
    </message>
</context>
<context>
    <name>PolygonField</name>
    <message>
        <source>off: the whole image</source>
        <translation>不限：整张图像</translation>
    </message>
    <message>
        <source>Draw on the image</source>
        <translation>在图像上绘制</translation>
    </message>
    <message>
        <source>Click the corners on the preview; a double click or Return closes the polygon, Esc gives up</source>
        <translation>在预览图上依次点击各角点；双击或按回车键闭合多边形，按 Esc 放弃</translation>
    </message>
    <message>
        <source>Whole image</source>
        <translation>整张图像</translation>
    </message>
    <message>
        <source>Look at the whole image again</source>
        <translation>恢复为检查整张图像</translation>
    </message>
</context>
<context>
    <name>PolygonTool</name>
    <message>
        <source>A polygon needs at least three corners: click them one by one.</source>
        <translation>多边形至少需要三个顶点：请逐个点击。</translation>
    </message>
</context>
<context>
    <name>PreviewCanvas</name>
    <message>
        <source>Preview of the image with the regions found</source>
        <translation>图像及检出区域的预览</translation>
    </message>
</context>
<context>
    <name>PreviewPane</name>
    <message>
        <source>Choose an image in the main window to see what this profile says of it.</source>
        <translation>请在主窗口中选择一张图像，以查看此配置的判定。</translation>
    </message>
    <message>
        <source>The preview waits until the problems are solved.</source>
        <translation>解决上述问题后才会更新预览。</translation>
    </message>
    <message>
        <source>Waits for the running batch…</source>
        <translation>正在等待当前批次完成…</translation>
    </message>
    <message>
        <source>Inspecting…</source>
        <translation>正在检测…</translation>
    </message>
    <message>
        <source>Regions: {count}. REVIEW from {review}, NG from {ng}.</source>
        <translation>区域：{count}。达到 {review} 为 REVIEW，达到 {ng} 为 NG。</translation>
    </message>
</context>
<context>
    <name>ProfileControl</name>
    <message>
        <source>Saved as version {version}: run the inspection again to judge by it.</source>
        <translation>已保存为版本 {version}：重新运行检测即可按其判定。</translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message>
        <source>Import a product profile</source>
        <translation>导入产品配置</translation>
    </message>
    <message>
        <source>Product profiles (*.yaml)</source>
        <translation>产品配置 (*.yaml)</translation>
    </message>
    <message>
        <source>Export the product profile</source>
        <translation>导出产品配置</translation>
    </message>
    <message>
        <source>The new profile</source>
        <translation>新配置</translation>
    </message>
    <message>
        <source>Product profile: {title}</source>
        <translation>产品配置：{title}</translation>
    </message>
</context>
<context>
    <name>ProfileFields</name>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>What people call it.</source>
        <translation>人们对产品的叫法。</translation>
    </message>
    <message>
        <source>Finding the product</source>
        <translation>找到产品</translation>
    </message>
    <message>
        <source>English words, since the detector was trained on English.</source>
        <translation>请用英文词语，检测器是用英文训练的。</translation>
    </message>
    <message>
        <source>Defects of this product</source>
        <translation>本产品的缺陷</translation>
    </message>
    <message>
        <source>The exclude phrase drops every region whose phrase contains it; operators do not see those.</source>
        <translation>排除短语会丢弃短语中含有它的每个区域；操作员看不到这些区域。</translation>
    </message>
    <message>
        <source>Defects of any product</source>
        <translation>通用缺陷</translation>
    </message>
    <message>
        <source>Asked in addition; {} stands for the category.</source>
        <translation>附加提问；{} 代表类别。</translation>
    </message>
    <message>
        <source>Detector confidence</source>
        <translation>检测器置信度</translation>
    </message>
    <message>
        <source>Lower values find more and raise more false calls.</source>
        <translation>数值越低，找到的越多，误报也越多。</translation>
    </message>
    <message>
        <source>Which regions can be defects</source>
        <translation>哪些区域可能是缺陷</translation>
    </message>
    <message>
        <source>Regions that break one of these rules are dropped.</source>
        <translation>违反任一规则的区域会被丢弃。</translation>
    </message>
    <message>
        <source>Score and verdict</source>
        <translation>分数与判定</translation>
    </message>
    <message>
        <source>The score of an image is that of its highest region.</source>
        <translation>图像的分数等于其最高区域的分数。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Which files of a folder are images of this product.</source>
        <translation>文件夹中哪些文件是本产品的图像。</translation>
    </message>
    <message>
        <source>Measuring and comparing</source>
        <translation>测量与对照</translation>
    </message>
    <message>
        <source>For people only; no verdict depends on it.</source>
        <translation>仅供人使用；不影响任何判定。</translation>
    </message>
    <message>
        <source>Comparison with the paper</source>
        <translation>与论文对照</translation>
    </message>
    <message>
        <source>Leave it off for production.</source>
        <translation>生产中请保持关闭。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name of the file and on the command line: a-z, 0-9, _ and -. It cannot be changed later.</source>
        <translation>文件名，也是命令行中的名称：a-z、0-9、_ 和 -。以后不能更改。</translation>
    </message>
    <message>
        <source>Title, English</source>
        <translation>英文标题</translation>
    </message>
    <message>
        <source>What people call the product in the English window</source>
        <translation>英文界面中产品的叫法</translation>
    </message>
    <message>
        <source>Title, Chinese</source>
        <translation>中文标题</translation>
    </message>
    <message>
        <source>What people call the product in the Chinese window</source>
        <translation>中文界面中产品的叫法</translation>
    </message>
    <message>
        <source>Description, English</source>
        <translation>英文说明</translation>
    </message>
    <message>
        <source>Where the profile comes from and what to know before using it; may be empty together with the Chinese one</source>
        <translation>配置的来源及使用前须知；可与中文说明一起留空</translation>
    </message>
    <message>
        <source>Description, Chinese</source>
        <translation>中文说明</translation>
    </message>
    <message>
        <source>Where the profile comes from and what to know before using it; may be empty together with the English one</source>
        <translation>配置的来源及使用前须知；可与英文说明一起留空</translation>
    </message>
    <message>
        <source>Product words</source>
        <translation>产品提示词</translation>
    </message>
    <message>
        <source>English words that find the product itself in the image, such as: round metal lid</source>
        <translation>用于在图像中找到产品本身的英文词语，例如：round metal lid</translation>
    </message>
    <message>
        <source>Products per image</source>
        <translation>每张图像的产品数</translation>
    </message>
    <message>
        <source>With more than one, a product that differs from its neighbours stands out</source>
        <translation>多于一个时，与相邻产品不同的产品会显得突出</translation>
    </message>
    <message>
        <source>Captions for this product</source>
        <translation>本产品的提示语</translation>
    </message>
    <message>
        <source>Each caption is one pass of the detector. Part several phrases by a full stop and a space: scratch. dent.</source>
        <translation>每条提示语都要运行一次检测器。多个短语之间用句点加空格分开：scratch. dent.</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Takes the place of {} in the captions for any product; empty means the profile's name</source>
        <translation>替换通用提示语中的 {}；留空则使用配置名称</translation>
    </message>
    <message>
        <source>Captions for any product</source>
        <translation>通用提示语</translation>
    </message>
    <message>
        <source>Captions with {} where the category goes, such as: defect on {}</source>
        <translation>用 {} 代表类别的提示语，例如：defect on {}</translation>
    </message>
    <message>
        <source>Exclude phrase for these</source>
        <translation>以上提示语的排除短语</translation>
    </message>
    <message>
        <source>Every region whose phrase contains it is dropped: it is the product, not a defect. {} stands for the category.</source>
        <translation>短语中含有它的区域都会被丢弃：那是产品本身，不是缺陷。{} 代表类别。</translation>
    </message>
    <message>
        <source>Box threshold</source>
        <translation>框阈值</translation>
    </message>
    <message>
        <source>A region must score above it, 0 to 1</source>
        <translation>区域的得分必须高于此值，0 到 1</translation>
    </message>
    <message>
        <source>Text threshold</source>
        <translation>文本阈值</translation>
    </message>
    <message>
        <source>A word must score above it to enter a region's phrase, 0 to 1</source>
        <translation>词语的得分高于此值才会进入区域的短语，0 到 1</translation>
    </message>
    <message>
        <source>Smallest area</source>
        <translation>最小面积</translation>
    </message>
    <message>
        <source>A region's box must be larger than this share of the product's box; 0 is off</source>
        <translation>区域的框必须大于产品框的这一比例；0 表示不限</translation>
    </message>
    <message>
        <source>Largest area</source>
        <translation>最大面积</translation>
    </message>
    <message>
        <source>A region's box must be smaller than this share of the product's box; empty is off</source>
        <translation>区域的框必须小于产品框的这一比例；留空表示不限</translation>
    </message>
    <message>
        <source>Overlap with the product</source>
        <translation>与产品的重叠</translation>
    </message>
    <message>
        <source>This share of a region's pixels must lie on the product, 0 to 1; 0 is off</source>
        <translation>区域像素中至少有这一比例位于产品上，0 到 1；0 表示不限</translation>
    </message>
    <message>
        <source>Edge margin</source>
        <translation>边缘留白</translation>
    </message>
    <message>
        <source>Frame along the image's edge that does not count, as a share of the shorter side, below 0.5; 0 is off</source>
        <translation>图像边缘不计入的边框宽度，为短边的比例，小于 0.5；0 表示不用</translation>
    </message>
    <message>
        <source>Region of interest</source>
        <translation>感兴趣区域</translation>
    </message>
    <message>
        <source>Corners x y; x y; x y as shares of the image's width and height. At least half of a region must lie inside.</source>
        <translation>角点 x y; x y; x y，为图像宽和高的比例。区域至少有一半必须位于其中。</translation>
    </message>
    <message>
        <source>Saliency strength</source>
        <translation>显著性强度</translation>
    </message>
    <message>
        <source>How much a region gains from being unlike the rest of the image, 0 to 20; 0 is off</source>
        <translation>区域与图像其余部分不同时得分提高的程度，0 到 20；0 表示不用</translation>
    </message>
    <message>
        <source>Regions that count (K)</source>
        <translation>计入的区域数（K）</translation>
    </message>
    <message>
        <source>How many regions, best first, form the heat map; 0 keeps all</source>
        <translation>按得分从高到低取多少个区域构成热图；0 表示全部</translation>
    </message>
    <message>
        <source>REVIEW from</source>
        <translation>REVIEW 起点</translation>
    </message>
    <message>
        <source>Scores below it are OK; from it on a person has to look</source>
        <translation>低于此值为 OK；达到此值需人工查看</translation>
    </message>
    <message>
        <source>NG from</source>
        <translation>NG 起点</translation>
    </message>
    <message>
        <source>Scores from it on are NG; at least as high as REVIEW from</source>
        <translation>达到此值为 NG；不得低于 REVIEW 起点</translation>
    </message>
    <message>
        <source>Files to inspect</source>
        <translation>要检测的文件</translation>
    </message>
    <message>
        <source>Patterns such as *.png; * stands for any characters. Without any, all images are inspected.</source>
        <translation>文件名模式，如 *.png；* 代表任意字符。没有模式时检测所有图像。</translation>
    </message>
    <message>
        <source>Files to pass over</source>
        <translation>要跳过的文件</translation>
    </message>
    <message>
        <source>Patterns such as *_mask.png or masks/*</source>
        <translation>文件名模式，如 *_mask.png 或 masks/*</translation>
    </message>
    <message>
        <source>Millimetres per pixel</source>
        <translation>每像素毫米数</translation>
    </message>
    <message>
        <source>Side of one pixel on the product, so that lengths can be measured; empty if not known. It changes no verdict.</source>
        <translation>一个像素在产品上的边长，用于测量长度；未知则留空。不影响判定。</translation>
    </message>
    <message>
        <source>Golden image</source>
        <translation>标准图像</translation>
    </message>
    <message>
        <source>An image of a good part to look at beside others; empty for none. It changes no verdict.</source>
        <translation>合格品的图像，用于并排对照；没有则留空。不影响判定。</translation>
    </message>
    <message>
        <source>Repeat the quirks of the published code</source>
        <translation>复现已发表代码的特殊行为</translation>
    </message>
    <message>
        <source>Only for comparison with the paper</source>
        <translation>仅用于与论文对照</translation>
    </message>
</context>
<context>
    <name>ProfileForm</name>
    <message>
        <source>Fields of the product profile</source>
        <translation>产品配置的各字段</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>提示语</translation>
    </message>
    <message>
        <source>Exclude phrase</source>
        <translation>排除短语</translation>
    </message>
    <message>
        <source>the profile's name</source>
        <translation>配置名称</translation>
    </message>
    <message>
        <source>off</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>ProfilePicker</name>
    <message>
        <source>Product profile</source>
        <translation>产品配置</translation>
    </message>
    <message>
        <source>Product profile: type a part of its title to search</source>
        <translation>产品配置：输入名称的一部分即可搜索</translation>
    </message>
    <message>
        <source>Search products</source>
        <translation>搜索产品</translation>
    </message>
</context>
<context>
    <name>ProfileProblem</name>
    <message>
        <source>Write the corners as: x y; x y; x y</source>
        <translation>请按此格式填写角点：x y; x y; x y</translation>
    </message>
    <message>
        <source>Write a number.</source>
        <translation>请填写数字。</translation>
    </message>
    <message>
        <source>Another profile has this name: choose a different one.</source>
        <translation>已有同名配置：请换一个名称。</translation>
    </message>
    <message>
        <source>Write a whole number.</source>
        <translation>请填写整数。</translation>
    </message>
    <message>
        <source>Must be more than {gt}.</source>
        <translation>必须大于 {gt}。</translation>
    </message>
    <message>
        <source>Must be {ge} or more.</source>
        <translation>不得小于 {ge}。</translation>
    </message>
    <message>
        <source>Must be less than {lt}.</source>
        <translation>必须小于 {lt}。</translation>
    </message>
    <message>
        <source>Must be {le} or less.</source>
        <translation>不得大于 {le}。</translation>
    </message>
    <message>
        <source>Use 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or a digit.</source>
        <translation>请使用 1 至 64 个 a-z、0-9、_ 和 -，并以字母或数字开头。</translation>
    </message>
    <message>
        <source>Remove the control characters.</source>
        <translation>请删除控制字符。</translation>
    </message>
    <message>
        <source>Write some words.</source>
        <translation>请填写文字。</translation>
    </message>
    <message>
        <source>Write {{}} where the category goes, as in: defect on {{}}</source>
        <translation>请用 {{}} 标出类别的位置，例如：defect on {{}}</translation>
    </message>
    <message>
        <source>Part folders by / instead of \.</source>
        <translation>请用 / 而不是 \ 分隔文件夹。</translation>
    </message>
    <message>
        <source>The smallest area {low} must be below the largest area {high}.</source>
        <translation>最小面积 {low} 必须小于最大面积 {high}。</translation>
    </message>
    <message>
        <source>Give at least three corners that are not on one line.</source>
        <translation>请至少给出三个不在同一直线上的角点。</translation>
    </message>
    <message>
        <source>REVIEW from {low} must not be above NG from {high}.</source>
        <translation>REVIEW 起点 {low} 不得高于 NG 起点 {high}。</translation>
    </message>
    <message>
        <source>Ask for at least one caption, here or for any product.</source>
        <translation>请至少填写一条提示语：在此处或在通用提示语中。</translation>
    </message>
    <message>
        <source>The caption “{caption}” is asked more than once: keep one of them.</source>
        <translation>提示语“{caption}”重复出现：请只保留一条。</translation>
    </message>
</context>
<context>
    <name>QuarantineDialog</name>
    <message>
        <source>Back in the queue of the watch: {count}.</source>
        <translation>已放回监视队列：{count} 张。</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Captures that could not be inspected</source>
        <translation>未能检测的图像</translation>
    </message>
    <message>
        <source>These files lie where the camera put them. One that could not be read in all its tries is quarantined; one that could be read, but not inspected, has failed.</source>
        <translation>这些文件仍在相机存放的位置。多次尝试仍无法读取的文件会被隔离；可以读取但无法检测的文件为失败。</translation>
    </message>
    <message>
        <source>Capture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reason and remedy</source>
        <translation>原因与处理方法</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Put the chosen captures back into the queue of the watch</source>
        <translation>将所选图像放回监视队列</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>全部重试</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>Export all the same</source>
        <translation>仍然导出</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>This folder lies among your original images. They will not be changed, but the exported pictures will lie between them and may be taken for images to inspect later.</source>
        <translation>此文件夹位于原图所在目录中。原图不会被修改，但导出的图片会混在其中，以后可能被当作待检测图像。</translation>
    </message>
    <message>
        <source>This folder already holds exported files: those of the same name will be replaced, the others stay.</source>
        <translation>此文件夹中已有导出的文件：同名文件将被替换，其余保留。</translation>
    </message>
    <message>
        <source>The disk may become full: about {needed} are needed, and {free} are free.</source>
        <translation>磁盘空间可能不足：约需 {needed}，可用 {free}。</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>{title} has changes that are not saved.</source>
        <translation>“{title}”有尚未保存的更改。</translation>
    </message>
    <message>
        <source>They cannot be saved before the problems are solved.</source>
        <translation>解决问题之前无法保存。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard the changes</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Escapes: {before} → {after}</source>
        <translation>漏检：{before} → {after}</translation>
    </message>
    <message>
        <source>False calls: {before} → {after}</source>
        <translation>误报：{before} → {after}</translation>
    </message>
    <message>
        <source>Judged worse than before: {names}</source>
        <translation>判定变差的图像：{names}</translation>
    </message>
    <message>
        <source>Not inspected: {names}</source>
        <translation>未检测：{names}</translation>
    </message>
    <message>
        <source>On the golden set the changed profile does worse than the released one.</source>
        <translation>在标准图集上，更改后的配置不如已发布的配置。</translation>
    </message>
    <message>
        <source>Not every image of the golden set could be inspected.</source>
        <translation>标准图集中有图像无法检测。</translation>
    </message>
    <message>
        <source>Release it anyway</source>
        <translation>仍然发布</translation>
    </message>
    <message>
        <source>The golden set could not be run, so the changed profile is not checked.</source>
        <translation>标准图集未能运行，更改后的配置未经检查。</translation>
    </message>
    <message>
        <source>Release it unchecked</source>
        <translation>不检查直接发布</translation>
    </message>
    <message>
        <source>{name} was changed elsewhere while you edited it: it has version {version} now.</source>
        <translation>您编辑期间，{name} 已在别处被更改：现为版本 {version}。</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Delete the product profile {title}?</source>
        <translation>要删除产品配置“{title}”吗？</translation>
    </message>
    <message>
        <source>Its golden set and all results stay.</source>
        <translation>其标准图集和所有结果都会保留。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete your changes of {title} and use the shipped profile again?</source>
        <translation>要删除您对“{title}”的更改并恢复附带的配置吗？</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Product profile</source>
        <translation>产品配置</translation>
    </message>
</context>
<context>
    <name>RecentButton</name>
    <message>
        <source>{path} is not there any more: it was moved or deleted, or its drive is not connected.</source>
        <translation>{path} 已不存在：可能被移动或删除，或其驱动器未连接。</translation>
    </message>
</context>
<context>
    <name>RegionModel</name>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Looks like</source>
        <translation>疑似</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>手工绘制</translation>
    </message>
</context>
<context>
    <name>RegionPanel</name>
    <message>
        <source>Regions by rank</source>
        <translation>按排名列出的区域</translation>
    </message>
    <message>
        <source>Double-click or Enter zooms to a region; Y accepts it, N rejects it; Ctrl+C copies the row.</source>
        <translation>双击或按回车放大到区域；Y 确认，N 否定；Ctrl+C 复制该行。</translation>
    </message>
    <message>
        <source>Why this region counts or not</source>
        <translation>该区域计入或不计入的原因</translation>
    </message>
    <message>
        <source>Accept (Y)</source>
        <translation>确认 (Y)</translation>
    </message>
    <message>
        <source>This region is a defect; again to take it back</source>
        <translation>该区域是缺陷；再按一次撤回</translation>
    </message>
    <message>
        <source>Reject (N)</source>
        <translation>否定 (N)</translation>
    </message>
    <message>
        <source>This region is no defect; again to take it back</source>
        <translation>该区域不是缺陷；再按一次撤回</translation>
    </message>
    <message>
        <source>Candidates that a rule of the profile ruled out, each with that rule</source>
        <translation>被产品配置的规则排除的候选区域，并注明相应规则</translation>
    </message>
    <message>
        <source>Show dropped candidates ({count})</source>
        <translation>显示已排除的候选区域（{count}）</translation>
    </message>
    <message>
        <source>No region counts.</source>
        <translation>没有计入的区域。</translation>
    </message>
    <message>
        <source>Choose a region to see why it counts or not.</source>
        <translation>选择一个区域，查看其计入或不计入的原因。</translation>
    </message>
</context>
<context>
    <name>Regions</name>
    <message>
        <source>Saliency {value}: how unlike the rest it looks, from 0 to 1.</source>
        <translation>显著度 {value}：与图像其余部分的差异程度，范围 0 至 1。</translation>
    </message>
    <message>
        <source>Area ratio {ratio}: its box covers {percent} of the product.</source>
        <translation>面积比 {ratio}：其边框占产品的 {percent}。</translation>
    </message>
    <message>
        <source>{percent} of its pixels lie on the product.</source>
        <translation>其像素有 {percent} 位于产品上。</translation>
    </message>
    <message>
        <source>Looks like “{phrase}”; asked for “{prompt}”.</source>
        <translation>疑似“{phrase}”；提示词为“{prompt}”。</translation>
    </message>
    <message>
        <source>Asked for “{prompt}”.</source>
        <translation>提示词为“{prompt}”。</translation>
    </message>
    <message>
        <source>Box score {box}.</source>
        <translation>边框分数 {box}。</translation>
    </message>
    <message>
        <source>Box score {box} × saliency factor {factor} = {score}.</source>
        <translation>边框分数 {box} × 显著度系数 {factor} = {score}。</translation>
    </message>
    <message>
        <source>Counts, rank {rank}.</source>
        <translation>计入，排名 {rank}。</translation>
    </message>
    <message>
        <source>Dropped: {reason}.</source>
        <translation>已排除：{reason}。</translation>
    </message>
    <message>
        <source>box score {value} is not above the box threshold {bound}</source>
        <translation>边框分数 {value} 未超过边框阈值 {bound}</translation>
    </message>
    <message>
        <source>its phrase contains the words to exclude</source>
        <translation>其短语含有要排除的词</translation>
    </message>
    <message>
        <source>area ratio {value} is not above the lower bound {bound}</source>
        <translation>面积比 {value} 未超过下限 {bound}</translation>
    </message>
    <message>
        <source>area ratio {value} is not below the upper bound {bound}</source>
        <translation>面积比 {value} 不低于上限 {bound}</translation>
    </message>
    <message>
        <source>only {value} of its box lies inside the edge margin; {bound} must</source>
        <translation>其边框只有 {value} 位于边缘留白以内，要求至少 {bound}</translation>
    </message>
    <message>
        <source>only {value} of it lies in the region of interest; {bound} must</source>
        <translation>只有 {value} 位于关注区域内，要求至少 {bound}</translation>
    </message>
    <message>
        <source>only {value} of it lies on the product; {bound} must</source>
        <translation>只有 {value} 位于产品上，要求至少 {bound}</translation>
    </message>
    <message>
        <source>rank {value} is beyond the {bound} most confident regions</source>
        <translation>排名 {value}，不在置信度最高的 {bound} 个区域之内</translation>
    </message>
    <message>
        <source>Drawn by a person.</source>
        <translation>由人工绘制。</translation>
    </message>
    <message>
        <source>A person corrected its mask.</source>
        <translation>掩码已由人工修正。</translation>
    </message>
    <message>
        <source>A person accepted it.</source>
        <translation>已由人工确认。</translation>
    </message>
    <message>
        <source>A person rejected it.</source>
        <translation>已由人工否定。</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已否定</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Cancelling: the current image is brought to an end…</source>
        <translation>正在取消：等待当前图像处理完毕…</translation>
    </message>
    <message>
        <source>Cancelled: nothing was written.</source>
        <translation>已取消：未写入任何文件。</translation>
    </message>
    <message>
        <source>Reading the session…</source>
        <translation>正在读取会话…</translation>
    </message>
    <message>
        <source>Writing the files…</source>
        <translation>正在写入文件…</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>The report lies in {folder}. Images: {count}.</source>
        <translation>报告位于 {folder}。图像：{count}。</translation>
    </message>
    <message>
        <source>NG images without a picture, because their originals are gone or changed: {count}.</source>
        <translation>因原图已不存在或已更改而没有图片的 NG 图像：{count}。</translation>
    </message>
    <message>
        <source>Shift report</source>
        <translation>班次报告</translation>
    </message>
    <message>
        <source>Write report</source>
        <translation>生成报告</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>ReportForm</name>
    <message>
        <source>The period ends before it begins: choose a later end.</source>
        <translation>时段的结束早于开始：请选择更晚的结束时间。</translation>
    </message>
    <message>
        <source>Choose the folder for the report</source>
        <translation>选择报告文件夹</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Language of the report; the tables are the same in both</source>
        <translation>报告的语言；两种语言的表格相同</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>请选择文件夹</translation>
    </message>
    <message>
        <source>It is made if it is not there; files of the same name are replaced</source>
        <translation>文件夹不存在时会自动创建；同名文件将被替换</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Open the folder afterwards</source>
        <translation>完成后打开文件夹</translation>
    </message>
    <message>
        <source>Page (HTML)</source>
        <translation>网页（HTML）</translation>
    </message>
    <message>
        <source>report.html: one file for any browser</source>
        <translation>report.html：单个文件，任何浏览器均可打开</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>report.pdf: to print and to keep</source>
        <translation>report.pdf：用于打印和存档</translation>
    </message>
    <message>
        <source>Workbook (XLSX)</source>
        <translation>工作簿（XLSX）</translation>
    </message>
    <message>
        <source>results.xlsx: summary, images and regions</source>
        <translation>results.xlsx：汇总、图像和区域</translation>
    </message>
    <message>
        <source>Tables (CSV)</source>
        <translation>表格（CSV）</translation>
    </message>
    <message>
        <source>results.csv and regions.csv</source>
        <translation>results.csv 和 regions.csv</translation>
    </message>
</context>
<context>
    <name>ReviewControl</name>
    <message>
        <source>This image is not inspected yet: run the inspection first.</source>
        <translation>此图像尚未检测：请先运行检测。</translation>
    </message>
    <message>
        <source>{name} has been inspected again since: that decision stays as it is.</source>
        <translation>{name} 之后又被重新检测过：该决定保持不变。</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>no verdict</source>
        <translation>无判定</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>regions judged or edited: {count}</source>
        <translation>已复核或编辑的区域：{count}</translation>
    </message>
    <message>
        <source>“{note}”</source>
        <translation>“{note}”</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{operator}, {time}</source>
        <translation>{operator}，{time}</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>The part is good</source>
        <translation>零件合格</translation>
    </message>
    <message>
        <source>The part has a defect</source>
        <translation>零件有缺陷</translation>
    </message>
    <message>
        <source>Somebody should look at the part again</source>
        <translation>需要再次检查该零件</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back the verdict; the history keeps it</source>
        <translation>撤回判定；历史记录会保留</translation>
    </message>
    <message>
        <source>Defect class</source>
        <translation>缺陷类别</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Kept when you leave the field, or with Ctrl+Enter</source>
        <translation>离开输入框或按 Ctrl+Enter 即保存</translation>
    </message>
    <message>
        <source>Mark the image to find it again</source>
        <translation>标记图像以便再次查找</translation>
    </message>
    <message>
        <source>Let somebody else review</source>
        <translation>更换操作员</translation>
    </message>
    <message>
        <source>Decisions on this image</source>
        <translation>该图像的判定记录</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>No verdict yet.</source>
        <translation>尚无判定。</translation>
    </message>
    <message>
        <source>History: {count}</source>
        <translation>历史记录：{count}</translation>
    </message>
    <message>
        <source>{reviewed} of {total} reviewed, {ng} NG</source>
        <translation>已复核 {reviewed} / {total}，NG {ng}</translation>
    </message>
    <message>
        <source>Operator: {name}</source>
        <translation>操作员：{name}</translation>
    </message>
    <message>
        <source>Operator…</source>
        <translation>操作员…</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>Move row {number} up (Alt+Up)</source>
        <translation>上移第 {number} 行（Alt+↑）</translation>
    </message>
    <message>
        <source>Move row {number} down (Alt+Down)</source>
        <translation>下移第 {number} 行（Alt+↓）</translation>
    </message>
    <message>
        <source>Remove row {number}</source>
        <translation>删除第 {number} 行</translation>
    </message>
</context>
<context>
    <name>RowList</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>Ruler</name>
    <message>
        <source>{pixels} px</source>
        <translation>{pixels} 像素</translation>
    </message>
    <message>
        <source>{pixels} px = {millimetres} mm</source>
        <translation>{pixels} 像素 = {millimetres} 毫米</translation>
    </message>
</context>
<context>
    <name>ScoreChart</name>
    <message>
        <source>Scores</source>
        <translation>分数分布</translation>
    </message>
    <message>
        <source>REVIEW from {review}, NG from {ng}</source>
        <translation>达到 {review} 为 REVIEW，达到 {ng} 为 NG</translation>
    </message>
    <message>
        <source>{thresholds}; images judged by other thresholds: {count}</source>
        <translation>{thresholds}；按其他阈值判定的图像：{count}</translation>
    </message>
    <message>
        <source>No image of this period is inspected.</source>
        <translation>该时段内没有已检测的图像。</translation>
    </message>
    <message>
        <source>score {low} – {high}</source>
        <translation>分数 {low} – {high}</translation>
    </message>
    <message>
        <source>{label}: images: {count} (operator: OK {ok}, NG {ng})</source>
        <translation>{label}：图像 {count} 张（操作员：OK {ok}，NG {ng}）</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Box score above</source>
        <translation>边框分数高于</translation>
    </message>
    <message>
        <source>How sure the proposer must be of a region; candidates far below were never stored</source>
        <translation>候选区域须达到的置信度；远低于此值的候选区域未被保存</translation>
    </message>
    <message>
        <source>Area above</source>
        <translation>面积大于</translation>
    </message>
    <message>
        <source>A region's box must be larger than this share of the product's box</source>
        <translation>区域边框须大于产品边框的这一比例</translation>
    </message>
    <message>
        <source>no bound</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Area below</source>
        <translation>面积小于</translation>
    </message>
    <message>
        <source>A region's box must be smaller than this share of the product's box</source>
        <translation>区域边框须小于产品边框的这一比例</translation>
    </message>
    <message>
        <source>Saliency strength</source>
        <translation>显著度强度</translation>
    </message>
    <message>
        <source>How much a region gains from being unlike the rest; 0 leaves its box score as it is</source>
        <translation>区域因与其余部分不同而获得的加成；0 表示保持边框分数不变</translation>
    </message>
    <message>
        <source>Regions that count</source>
        <translation>计入的区域数</translation>
    </message>
    <message>
        <source>Only so many of the best regions are marked and enter the heat map; no verdict depends on it</source>
        <translation>只标出这么多个分数最高的区域并计入热图；不影响判定</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>REVIEW from</source>
        <translation>REVIEW 起点</translation>
    </message>
    <message>
        <source>NG from</source>
        <translation>NG 起点</translation>
    </message>
    <message>
        <source>Scores of the session with both thresholds</source>
        <translation>本次检测的分数分布与两个阈值</translation>
    </message>
    <message>
        <source>All images of the session by score. Drag the two lines; dashes mark the profile's values.</source>
        <translation>本次检测全部图像的分数分布。可拖动两条线；虚线为产品配置中的值。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Mouse and fixed keys</source>
        <translation>鼠标与固定按键</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>{keys} is in use for “{command}”, so nothing was changed: press other keys, or take them away there first.</source>
        <translation>{keys} 已用于“{command}”，因此未作更改：请按其他按键，或先在该命令处移除。</translation>
    </message>
    <message>
        <source>&amp;Keys for “{command}”:</source>
        <translation>“{command}”的按键(&amp;K)：</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Click here, then press the keys</source>
        <translation>点击此处，然后按下按键</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Leave this command without keys</source>
        <translation>不为此命令设置按键</translation>
    </message>
    <message>
        <source>Give this command its default keys back</source>
        <translation>恢复此命令的默认按键</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Give all commands their default keys back</source>
        <translation>恢复所有命令的默认按键</translation>
    </message>
    <message>
        <source>Keys without Ctrl or Alt write letters while a text field has the focus.</source>
        <translation>文本框获得焦点时，不含 Ctrl 或 Alt 的按键用于输入文字。</translation>
    </message>
</context>
<context>
    <name>ShownImageControl</name>
    <message>
        <source>Every inspected image in this list has its verdict.</source>
        <translation>此列表中所有已检测的图像都已有判定。</translation>
    </message>
</context>
<context>
    <name>SpeedList</name>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Exact: the slowest, and the reference that the other two are measured against</source>
        <translation>精确：最慢，是衡量另外两种的基准</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Balanced: a little faster; outlines and scores move a little</source>
        <translation>均衡：略快；轮廓和分数会有少许变化</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Fast: scores change, and regions may come or go; try it on known images first</source>
        <translation>快速：分数会变化，区域可能增减；请先用结果已知的图像试用</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>lite has but one speed</source>
        <translation>lite 只有一种速度</translation>
    </message>
    <message>
        <source>Speed of saa-plus</source>
        <translation>saa-plus 的速度</translation>
    </message>
    <message>
        <source>A processor or graphics card without bfloat16 stays exact; the results say which it was.</source>
        <translation>不支持 bfloat16 的处理器或显卡仍按“精确”运行；结果中会注明实际速度。</translation>
    </message>
</context>
<context>
    <name>StatusMeter</name>
    <message>
        <source>CPU {load} %</source>
        <translation>CPU {load} %</translation>
    </message>
    <message>
        <source>memory {size}</source>
        <translation>内存 {size}</translation>
    </message>
    <message>
        <source>GPU {load} %, {used} of {total}</source>
        <translation>GPU {load} %，{used} / {total}</translation>
    </message>
    <message>
        <source>Load of the machine</source>
        <translation>电脑负载</translation>
    </message>
    <message>
        <source>Processor: {load} %, of it SAA Desktop {own} %</source>
        <translation>处理器：{load} %，其中 SAA Desktop {own} %</translation>
    </message>
    <message>
        <source>Memory: SAA Desktop {own}; free {free} of {total}</source>
        <translation>内存：SAA Desktop {own}；可用 {free} / {total}</translation>
    </message>
    <message>
        <source>{name}: {load} %, {used} of {total} in use by all programs</source>
        <translation>{name}：{load} %，所有程序共占用显存 {used} / {total}</translation>
    </message>
</context>
<context>
    <name>ToolHint</name>
    <message>
        <source>Choose a tool to correct the region, or to draw a new one.</source>
        <translation>选择工具以修正区域，或绘制新区域。</translation>
    </message>
    <message>
        <source>The running inspection comes first; then the region is cut out. Esc: give up.</source>
        <translation>正在运行的检测优先，之后再分割该区域。Esc：放弃。</translation>
    </message>
    <message>
        <source>The models are cutting out the region… Esc: give up.</source>
        <translation>模型正在分割区域… Esc：放弃。</translation>
    </message>
    <message>
        <source>Drag to paint. Shift: erase.</source>
        <translation>拖动以涂画。Shift：擦除。</translation>
    </message>
    <message>
        <source>Drag to erase. Shift: paint.</source>
        <translation>拖动以擦除。Shift：涂画。</translation>
    </message>
    <message>
        <source>Click the corners. Enter: close. Backspace: one back. Shift: take away.</source>
        <translation>依次点击各顶点。Enter：闭合。Backspace：退回一点。Shift：减去。</translation>
    </message>
    <message>
        <source>Drag a box around a defect. Shift: take it away.</source>
        <translation>拖框圈住缺陷。Shift：减去。</translation>
    </message>
    <message>
        <source>Click on a defect. Right click: not this. Enter: next. Shift: take away.</source>
        <translation>点击缺陷。右键：不含此处。Enter：下一个。Shift：减去。</translation>
    </message>
    <message>
        <source>Click the corners. Enter: close. Backspace: one back. Shift: add.</source>
        <translation>依次点击各顶点。Enter：闭合。Backspace：退回一点。Shift：加入。</translation>
    </message>
    <message>
        <source>Drag a box around what to take away. Shift: add it.</source>
        <translation>拖框圈住要减去的部分。Shift：加入。</translation>
    </message>
    <message>
        <source>Click on what to take away. Right click: not this. Enter: next. Shift: add.</source>
        <translation>点击要减去的部分。右键：不含此处。Enter：下一个。Shift：加入。</translation>
    </message>
</context>
<context>
    <name>TuneDialog</name>
    <message>
        <source>Tune the profile</source>
        <translation>调优产品配置</translation>
    </message>
    <message>
        <source>Labelled images</source>
        <translation>已标注的图像</translation>
    </message>
    <message>
        <source>Tolerated escapes</source>
        <translation>可容忍的漏检</translation>
    </message>
    <message>
        <source>Looks per false call</source>
        <translation>一次误报抵人工复看张数</translation>
    </message>
    <message>
        <source>Images whose true verdict is known</source>
        <translation>已知真实判定的图像</translation>
    </message>
    <message>
        <source>Share of the defective images that may be called OK</source>
        <translation>允许判为 OK 的缺陷图像所占比例</translation>
    </message>
    <message>
        <source>How many images left to a person are as bad as one false call</source>
        <translation>多少张留给人工判断的图像相当于一次误报</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>寻找</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>寻找进度</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>Left out in turn</source>
        <translation>逐张留出</translation>
    </message>
    <message>
        <source>Figures and settings</source>
        <translation>指标与设置</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Verdicts that would change</source>
        <translation>会改变的判定</translation>
    </message>
    <message>
        <source>Put into the editor</source>
        <translation>放入编辑器</translation>
    </message>
    <message>
        <source>Show these settings in the profile editor; nothing is saved before you save it there</source>
        <translation>在产品配置编辑器中显示这些设置；在那里保存之前不会保存任何内容</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Golden set: {count} images</source>
        <translation>标准图集：{count} 张图像</translation>
    </message>
    <message>
        <source>What operators said of the open session</source>
        <translation>操作员对当前会话的判定</translation>
    </message>
    <message>
        <source>What operators said of a session: none is open</source>
        <translation>操作员对会话的判定：没有打开的会话</translation>
    </message>
    <message>
        <source>Escapes</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Good images stopped</source>
        <translation>被拦下的合格图像</translation>
    </message>
    <message>
        <source>False calls</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Left to a person</source>
        <translation>留给人工</translation>
    </message>
    <message>
        <source>good</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>defective</source>
        <translation>有缺陷</translation>
    </message>
    <message>
        <source>better</source>
        <translation>变好</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>变差</translation>
    </message>
    <message>
        <source>Verdicts that would change: {count} of {total}</source>
        <translation>会改变的判定：{total} 中的 {count} 个</translation>
    </message>
    <message>
        <source>Waits for the running batch…</source>
        <translation>正在等待当前批次完成…</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在寻找…</translation>
    </message>
    <message>
        <source>The search tries area bounds, saliency strength, K and thresholds on the candidates of images whose true verdict is known. It changes nothing by itself.</source>
        <translation>在已知真实判定的图像的候选区域上，尝试面积上下限、显著性强度、K 和阈值。它本身不会更改任何内容。</translation>
    </message>
</context>
<context>
    <name>Tuner</name>
    <message>
        <source>Fewer than {few} good images: one more could change what is found.</source>
        <translation>合格图像少于 {few} 张：再多一张就可能改变结果。</translation>
    </message>
    <message>
        <source>Fewer than {few} defective images: one more could change what is found.</source>
        <translation>缺陷图像少于 {few} 张：再多一张就可能改变结果。</translation>
    </message>
    <message>
        <source>The tolerated escapes cannot be reached: some defects have no region, so the prompts have to find them first.</source>
        <translation>无法达到可容忍的漏检：有些缺陷没有任何区域，须先让提示词找到它们。</translation>
    </message>
    <message>
        <source>On images left out the found settings do no better than the present ones: keep those, or label more images.</source>
        <translation>在留出的图像上，找到的设置并不优于当前设置：请保留当前设置，或标注更多图像。</translation>
    </message>
    <message>
        <source>Area bounds were not tried: this session was made without looking for the product.</source>
        <translation>未尝试面积上下限：此会话检测时没有寻找产品本身。</translation>
    </message>
    <message>
        <source>Other saliency strengths were not tried: this session was made without the saliency prompt.</source>
        <translation>未尝试其他显著性强度：此会话检测时没有使用显著性提示。</translation>
    </message>
    <message>
        <source>{tried} combinations of area bounds and saliency strength were tried; other thresholds alone do as well on images left out.</source>
        <translation>尝试了 {tried} 种面积上下限与显著性强度的组合；在留出的图像上，仅改变阈值效果同样好。</translation>
    </message>
    <message>
        <source>{tried} combinations of area bounds and saliency strength were tried.</source>
        <translation>尝试了 {tried} 种面积上下限与显著性强度的组合。</translation>
    </message>
    <message>
        <source>Smallest area</source>
        <translation>最小面积</translation>
    </message>
    <message>
        <source>Largest area</source>
        <translation>最大面积</translation>
    </message>
    <message>
        <source>Saliency strength</source>
        <translation>显著性强度</translation>
    </message>
    <message>
        <source>Regions that count (K)</source>
        <translation>计入的区域数（K）</translation>
    </message>
    <message>
        <source>REVIEW from</source>
        <translation>REVIEW 起始</translation>
    </message>
    <message>
        <source>NG from</source>
        <translation>NG 起始</translation>
    </message>
    <message>
        <source>Overlap with the defects</source>
        <translation>与缺陷的重叠</translation>
    </message>
    <message>
        <source>{count} of {total}: {share} % ({low} to {high})</source>
        <translation>{count}/{total}：{share} %（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
</context>
<context>
    <name>WatchControl</name>
    <message>
        <source>The last watch, of {folders}, was not stopped: go on with it?</source>
        <translation>上次对 {folders} 的监视未正常停止：是否继续？</translation>
    </message>
    <message>
        <source>This is the session of a watch, of {folders}.</source>
        <translation>这是监视 {folders} 的会话。</translation>
    </message>
    <message>
        <source>Go on watching</source>
        <translation>继续监视</translation>
    </message>
    <message>
        <source>Waiting for the first capture…</source>
        <translation>正在等待第一张图像…</translation>
    </message>
</context>
<context>
    <name>WatchDialog</name>
    <message>
        <source>Choose the folder for the results</source>
        <translation>选择结果文件夹</translation>
    </message>
    <message>
        <source>Watch {folder}</source>
        <translation>监视 {folder}</translation>
    </message>
    <message>
        <source>Name a folder to watch.</source>
        <translation>请填写要监视的文件夹。</translation>
    </message>
    <message>
        <source>Name the folder for the results.</source>
        <translation>请填写结果文件夹。</translation>
    </message>
    <message>
        <source>{inner} is or lies in {outer}: name only one of them.</source>
        <translation>{inner} 与 {outer} 相同或位于其中：只能填写其中一个。</translation>
    </message>
    <message>
        <source>{folder} is or lies in the folder for the results: choose another one.</source>
        <translation>{folder} 与结果文件夹相同或位于其中：请另选一个。</translation>
    </message>
    <message>
        <source>Watch folders</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>Folders, with those within them, and the product of each</source>
        <translation>文件夹（含子文件夹）及各自的产品</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>添加文件夹</translation>
    </message>
    <message>
        <source>Folder for the results</source>
        <translation>结果文件夹</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>If it holds the session of an earlier watch, that one goes on.</source>
        <translation>若其中已有先前监视的会话，则在该会话中继续。</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Inspect also what lies in the folders already</source>
        <translation>同时检测文件夹中已有的图像</translation>
    </message>
    <message>
        <source>The oldest capture first</source>
        <translation>先检测最早的图像</translation>
    </message>
    <message>
        <source>The newest capture first, to look on live</source>
        <translation>先检测最新的图像，便于实时查看</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>A file is complete when it has not changed for so long</source>
        <translation>文件在此时间内不再变化，即视为写入完成</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>A capture is complete after</source>
        <translation>图像写入完成的等待时间</translation>
    </message>
    <message>
        <source>Start watching</source>
        <translation>开始监视</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>WatchStrip</name>
    <message>
        <source>Follow the newest</source>
        <translation>跟随最新图像</translation>
    </message>
    <message>
        <source>Show each new capture; choosing another image ends this</source>
        <translation>显示每张新图像；选择其他图像后自动停止跟随</translation>
    </message>
    <message>
        <source>See which captures could not be inspected, and try them again</source>
        <translation>查看未能检测的图像，并可重试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End the watch after the current image, and write the tables</source>
        <translation>完成当前图像后结束监视，并写出表格</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Inspect again</source>
        <translation>继续检测</translation>
    </message>
    <message>
        <source>Begin no further image; captures that arrive wait in the queue</source>
        <translation>不再开始新的图像；到达的图像在队列中等待</translation>
    </message>
    <message>
        <source>Not inspected: {count}</source>
        <translation>未能检测：{count}</translation>
    </message>
    <message>
        <source>Opening the watch: models, session, folders…</source>
        <translation>正在打开监视：模型、会话、文件夹…</translation>
    </message>
    <message>
        <source>Folders watched: {count}</source>
        <translation>正在监视文件夹：{count} 个</translation>
    </message>
    <message>
        <source>Paused: captures that arrive wait in the queue</source>
        <translation>已暂停：到达的图像在队列中等待</translation>
    </message>
    <message>
        <source>Stopping: the current image is brought to an end…</source>
        <translation>正在停止：等待当前图像完成…</translation>
    </message>
    <message>
        <source>Stopping: the tables are being written…</source>
        <translation>正在停止：正在写出表格…</translation>
    </message>
    <message>
        <source>queue {count}</source>
        <translation>排队 {count}</translation>
    </message>
    <message>
        <source>inspected {count}</source>
        <translation>已检测 {count}</translation>
    </message>
    <message>
        <source>failed {count}</source>
        <translation>失败 {count}</translation>
    </message>
    <message>
        <source>quarantined {count}</source>
        <translation>隔离 {count}</translation>
    </message>
    <message>
        <source>{speed} images/min</source>
        <translation>{speed} 张/分钟</translation>
    </message>
    <message>
        <source>last {time} {name}: {verdict}</source>
        <translation>最近 {time} {name}：{verdict}</translation>
    </message>
    <message>
        <source>{folder} has been out of reach since {time}. Nothing is lost: its watch goes on when it is back.</source>
        <translation>自 {time} 起无法访问 {folder}。不会丢失任何图像：恢复后将继续监视。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Import a model pack</source>
        <translation>导入模型包</translation>
    </message>
    <message>
        <source>Imported and verified.</source>
        <translation>已导入并通过校验。</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation>已取消，未作任何更改。</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Welcome to SAA Desktop</source>
        <translation>欢迎使用 SAA Desktop</translation>
    </message>
    <message>
        <source>Finds defects on products without training a model: a product profile says in words what to look for. Your images stay on this computer.</source>
        <translation>无需训练模型即可发现产品缺陷：产品配置用文字说明要查找什么。您的图像始终保留在本机。</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Operator</source>
        <translation>操作员(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Results</source>
        <translation>检测结果(&amp;R)</translation>
    </message>
    <message>
        <source>Own product &amp;profiles</source>
        <translation>自有产品配置(&amp;P)</translation>
    </message>
    <message>
        <source>Your name; it is stored with every decision</source>
        <translation>您的姓名，会随每次判定一同保存</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>The built-in models are ready to work. If you were given a model pack for SAA+, on a USB stick for example, import it now, or later with Models… in the File menu.</source>
        <translation>内置模型可直接使用。如果您拿到了 SAA+ 的模型包（例如在 U 盘上），可现在导入，也可以稍后通过“文件”菜单中的“模型…”导入。</translation>
    </message>
    <message>
        <source>&amp;Import a model pack…</source>
        <translation>导入模型包(&amp;I)…</translation>
    </message>
    <message>
        <source>Open the &amp;samples</source>
        <translation>打开示例(&amp;S)</translation>
    </message>
    <message>
        <source>Images of a product that come with the application</source>
        <translation>应用程序自带的产品图像</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>WhatIf</name>
    <message>
        <source>Save to the profile</source>
        <translation>保存到产品配置</translation>
    </message>
    <message>
        <source>Save these values to the profile “{title}”?</source>
        <translation>要将这些参数保存到产品配置“{title}”吗？</translation>
    </message>
    <message>
        <source>Verdicts that are stored already stay until you run again.</source>
        <translation>已保存的判定不变，直到重新检测。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>None of {total} verdicts would change.</source>
        <translation>{total} 个判定均不会改变。</translation>
    </message>
    <message>
        <source>{count} of {total} verdicts would change:</source>
        <translation>{total} 个判定中有 {count} 个会改变：</translation>
    </message>
    <message>
        <source>False calls: {before} → {after}</source>
        <translation>误报：{before} → {after}</translation>
    </message>
    <message>
        <source>Escapes: {before} → {after}</source>
        <translation>漏检：{before} → {after}</translation>
    </message>
    <message>
        <source>Compared with {count} operator verdicts.</source>
        <translation>与 {count} 个操作员判定比较。</translation>
    </message>
    <message>
        <source>Candidates that were never measured: {count}. Run again to judge with these values.</source>
        <translation>从未测量的候选区域：{count} 个。请重新检测，才能按这些参数判定。</translation>
    </message>
    <message>
        <source>This image: {before} → {after}</source>
        <translation>当前图像：{before} → {after}</translation>
    </message>
    <message>
        <source>Choose a product to try other values for its profile.</source>
        <translation>请选择产品，以试用其产品配置的其他参数。</translation>
    </message>
    <message>
        <source>This image was inspected with another profile, or an earlier version of this one.</source>
        <translation>该图像是按其他产品配置或本配置的旧版本检测的。</translation>
    </message>
    <message>
        <source>The product itself was not looked for, so areas are shares of the whole image here: run again to judge by area.</source>
        <translation>此前未查找产品本身，因此这里的面积是相对整张图像的比例：请重新检测，才能按面积判定。</translation>
    </message>
</context>
<context>
    <name>WhatIfPanel</name>
    <message>
        <source>What if</source>
        <translation>假设分析</translation>
    </message>
    <message>
        <source>Profile's values</source>
        <translation>恢复配置值</translation>
    </message>
    <message>
        <source>Go back to the values that the profile has</source>
        <translation>恢复为产品配置中的值</translation>
    </message>
    <message>
        <source>Save to the profile…</source>
        <translation>保存到产品配置…</translation>
    </message>
    <message>
        <source>Shows once more what would change, then saves</source>
        <translation>先再次列出会改变的内容，再保存</translation>
    </message>
    <message>
        <source>Search better values…</source>
        <translation>寻找更好的值…</translation>
    </message>
    <message>
        <source>Search on the images that operators called OK or NG</source>
        <translation>在操作员判为 OK 或 NG 的图像上寻找</translation>
    </message>
    <message>
        <source>List only the images whose verdict would change</source>
        <translation>只列出判定会改变的图像</translation>
    </message>
    <message>
        <source>List the images that would change ({count})</source>
        <translation>列出会改变的图像（{count}）</translation>
    </message>
    <message>
        <source>Inspect images to see what other values would change.</source>
        <translation>请先检测图像，再查看其他参数会带来的变化。</translation>
    </message>
    <message>
        <source>Judging the session…</source>
        <translation>正在重新判定…</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检测</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>打开最近的(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Inspection</source>
        <translation>检测(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>复核(&amp;R)</translation>
    </message>
    <message>
        <source>I&amp;mage</source>
        <translation>图像(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>System language</source>
        <translation>系统语言</translation>
    </message>
    <message>
        <source>System colours</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Open images…</source>
        <translation>打开图像…</translation>
    </message>
    <message>
        <source>Choose images to inspect</source>
        <translation>选择要检测的图像</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder of images to inspect</source>
        <translation>选择要检测的图像文件夹</translation>
    </message>
    <message>
        <source>Open session…</source>
        <translation>打开会话…</translation>
    </message>
    <message>
        <source>Go on with a review: choose a folder that holds results</source>
        <translation>继续复核：选择存有结果的文件夹</translation>
    </message>
    <message>
        <source>Include subfolders</source>
        <translation>包含子文件夹</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Write tables, report pictures and masks</source>
        <translation>写出表格、报告图片和掩码</translation>
    </message>
    <message>
        <source>Shift report…</source>
        <translation>班次报告…</translation>
    </message>
    <message>
        <source>Write the figures of a shift as a report (HTML, PDF) with tables</source>
        <translation>将班次数据写成报告（HTML、PDF）并附表格</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Open the folder with the last results</source>
        <translation>打开最近一次结果的文件夹</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>See, download and import the models' files</source>
        <translation>查看、下载和导入模型文件</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>开始检测</translation>
    </message>
    <message>
        <source>Inspect all images in the list</source>
        <translation>检测列表中的全部图像</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Wait after the current image; press again to go on</source>
        <translation>在当前图像之后等待；再按一次继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop; what is inspected stays</source>
        <translation>停止；已检测的结果会保留</translation>
    </message>
    <message>
        <source>Watch folders…</source>
        <translation>监视文件夹…</translation>
    </message>
    <message>
        <source>Inspect captures as cameras drop them into folders</source>
        <translation>相机将图像存入文件夹后即自动检测</translation>
    </message>
    <message>
        <source>Quarantined captures…</source>
        <translation>已隔离的图像…</translation>
    </message>
    <message>
        <source>See which captures could not be inspected, and try them again</source>
        <translation>查看未能检测的图像，并可重试</translation>
    </message>
    <message>
        <source>Edit product profile…</source>
        <translation>编辑产品配置…</translation>
    </message>
    <message>
        <source>Change prompts and thresholds, and try them on the current image</source>
        <translation>修改提示词和阈值，并在当前图像上试用</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>Welcome…</source>
        <translation>欢迎…</translation>
    </message>
    <message>
        <source>About SAA Desktop</source>
        <translation>关于 SAA Desktop</translation>
    </message>
    <message>
        <source>The part is good; go on to the next image</source>
        <translation>产品合格；转到下一张图像</translation>
    </message>
    <message>
        <source>The part is defective; go on to the next image</source>
        <translation>产品有缺陷；转到下一张图像</translation>
    </message>
    <message>
        <source>recheck</source>
        <translation>复检</translation>
    </message>
    <message>
        <source>Somebody should look again; go on to the next image</source>
        <translation>需要有人再看一次；转到下一张图像</translation>
    </message>
    <message>
        <source>Take the verdict back</source>
        <translation>撤回判定</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Mark the image so that it is found again</source>
        <translation>标记该图像，便于以后找到</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the last decision back, on whatever image it was</source>
        <translation>撤回上一个决定，无论它在哪张图像上</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Operator's name…</source>
        <translation>操作员姓名…</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一张图像</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一张图像</translation>
    </message>
    <message>
        <source>Next unreviewed image</source>
        <translation>下一张未复核图像</translation>
    </message>
    <message>
        <source>Search names</source>
        <translation>搜索名称</translation>
    </message>
    <message>
        <source>Outline the regions; hold Space for the bare image</source>
        <translation>勾画区域轮廓；按住空格键查看原图</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Show the anomaly map on its fixed scale</source>
        <translation>按固定刻度显示异常热图</translation>
    </message>
    <message>
        <source>Dropped candidates</source>
        <translation>被排除的候选</translation>
    </message>
    <message>
        <source>Show also what was not taken for a defect</source>
        <translation>同时显示未被当作缺陷的候选</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Show the bare image beside this one</source>
        <translation>在旁边显示原始图像</translation>
    </message>
    <message>
        <source>Compare with the golden image</source>
        <translation>与标准图像对比</translation>
    </message>
    <message>
        <source>Show the product profile's golden image beside this one</source>
        <translation>在旁边显示产品配置的标准图像</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>显示整张图像</translation>
    </message>
    <message>
        <source>1:1</source>
        <translation>1:1</translation>
    </message>
    <message>
        <source>Show one pixel as one pixel</source>
        <translation>按原始像素显示</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Stronger layers</source>
        <translation>增强图层</translation>
    </message>
    <message>
        <source>Masks and heat map cover more</source>
        <translation>掩码和热图覆盖更明显</translation>
    </message>
    <message>
        <source>Weaker layers</source>
        <translation>减弱图层</translation>
    </message>
    <message>
        <source>Masks and heat map cover less</source>
        <translation>掩码和热图覆盖更淡</translation>
    </message>
    <message>
        <source>Ruler</source>
        <translation>标尺</translation>
    </message>
    <message>
        <source>Measure a length in the image</source>
        <translation>在图像中测量长度</translation>
    </message>
    <message>
        <source>Edit masks</source>
        <translation>编辑掩码</translation>
    </message>
    <message>
        <source>Show the tools that correct and draw regions</source>
        <translation>显示用于修正和绘制区域的工具</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Show the figures of the session; a click on a bar lists its images</source>
        <translation>显示会话的统计数据；单击柱形即列出其图像</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>缩小画笔</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>放大画笔</translation>
    </message>
</context>
<context>
    <name>YieldChart</name>
    <message>
        <source>Yield over time</source>
        <translation>良率趋势</translation>
    </message>
    <message>
        <source>{share} OK ({count} of {total} that are OK or NG)</source>
        <translation>{share} OK（OK 或 NG 的 {total} 张中有 {count} 张）</translation>
    </message>
    <message>
        <source>No image of this period is OK or NG.</source>
        <translation>该时段内没有 OK 或 NG 的图像。</translation>
    </message>
    <message>
        <source>{time}: {share} OK, images: {count}</source>
        <translation>{time}：{share} OK，图像：{count}</translation>
    </message>
</context>
</TS>
