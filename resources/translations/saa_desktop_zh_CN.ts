<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>BatchBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
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
        <source>Loading the models…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>Cancelling: the current image is brought to an end…</source>
        <translation>正在取消：先完成当前图像…</translation>
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
        <source>{done} of {total} images</source>
        <translation>{done} / {total} 张图像</translation>
    </message>
    <message>
        <source>{end}: {place}   {counts}   Results: {folder}</source>
        <translation>{end}：{place}   {counts}   结果：{folder}</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop images or folders here</source>
        <translation>将图像或文件夹拖到这里</translation>
    </message>
    <message>
        <source>Open the images, choose the product above, and press Run. Your images are only read.</source>
        <translation>打开图像，在上方选择产品，然后点击“开始检测”。原图只读取，绝不修改。</translation>
    </message>
</context>
<context>
    <name>ImageListPanel</name>
    <message>
        <source>Images: {count}</source>
        <translation>图像：{count}</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
</context>
<context>
    <name>ImagePage</name>
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
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
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
        <source>Regions by rank</source>
        <translation>按排名列出的区域</translation>
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
    <message>
        <source>Asked for: {prompt}</source>
        <translation>提示词：{prompt}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Tool bar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>The settings could not be read and lie in {path} now; the defaults are in use.</source>
        <translation>无法读取设置文件，已将其移至 {path}；现使用默认设置。</translation>
    </message>
    <message>
        <source>The inspection is still running. Stop it and close the window?</source>
        <translation>检测仍在进行。要停止检测并关闭窗口吗？</translation>
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
        <source>Listing the images…</source>
        <translation>正在列出图像…</translation>
    </message>
    <message>
        <source>No images were found there: choose another folder or another product profile.</source>
        <translation>未找到图像：请选择其他文件夹或其他产品配置。</translation>
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
    <name>WindowActions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Inspection</source>
        <translation>检测(&amp;I)</translation>
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
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
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
        <source>Include subfolders</source>
        <translation>包含子文件夹</translation>
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
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop; what is inspected stays</source>
        <translation>停止；已检测的结果会保留</translation>
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
        <source>Masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Outline the regions; hold Space for the bare image</source>
        <translation>勾画区域轮廓；按住空格键查看原图</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热力图</translation>
    </message>
    <message>
        <source>Show the anomaly map on its fixed scale</source>
        <translation>按固定刻度显示异常热力图</translation>
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
</context>
</TS>
